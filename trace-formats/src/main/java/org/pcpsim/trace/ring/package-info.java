/** Pages of the kernel's ring buffer, as trace_pipe_raw gives them and trace.dat stores them. */
package org.pcpsim.trace.ring;
