/** {@code perf.data}, the file of perf record, and what it writes into a pipe. */
package org.pcpsim.trace.perfdata;
