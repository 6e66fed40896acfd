/** {@code trace.dat}, the file of trace-cmd. */
package org.pcpsim.trace.tracedat;
