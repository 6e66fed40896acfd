/** Traces as lines of text: what tracefs, {@code trace-cmd report} and {@code perf script} print. */
package org.pcpsim.trace.text;
