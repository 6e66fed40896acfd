/** Traces put onto another machine: copies of a trace beside and after each other, their tasks placed on its CPUs. */
package org.pcpsim.mapping;
