/** Traces that are part of another, or no longer say whose they are. */
package org.pcpsim.trace.filter;
