/** {@code .pcpt}, pcpsim's own packed binary format: columns of one CPU a block, operations among the blocks, an index by CPU and time. */
package org.pcpsim.trace.pcpt;
