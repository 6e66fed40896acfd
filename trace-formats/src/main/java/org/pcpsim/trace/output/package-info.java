/** Where traces are written to. */
package org.pcpsim.trace.output;
