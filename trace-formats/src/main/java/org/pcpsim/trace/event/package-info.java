/** Binary events of the kernel: the formats that describe them, and their fields read by these. */
package org.pcpsim.trace.event;
