/** How a model compares with the recorded kernel, and what a trace tells of the kernel's state at its beginning. */
package org.pcpsim.fidelity;
