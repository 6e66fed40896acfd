/** What a trace is: events in column batches, the reader that yields them, and the errors of damaged input. */
package org.pcpsim.trace;
