/** Zones of whole free blocks only: each CPU is a full buddy over the blocks that it owns, and steals from others. */
package org.pcpsim.model.blockeconomy;
