/** Text of the kernel's {@code trace} and {@code trace_pipe} files. */
package org.pcpsim.trace.ftrace;
