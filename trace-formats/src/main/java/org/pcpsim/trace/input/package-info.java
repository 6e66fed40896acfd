/** Opening a trace: raw bytes, their digest, decompression chosen by content, and what a format is. */
package org.pcpsim.trace.input;
