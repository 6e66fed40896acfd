/** Recording through tracefs: an instance of the kernel's tracer with its ring buffers, and what a recording keeps of it. */
package org.pcpsim.trace.tracefs;
