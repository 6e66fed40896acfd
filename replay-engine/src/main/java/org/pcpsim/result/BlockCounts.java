package org.pcpsim.result;

import java.util.OptionalLong;

/**
 * Pageblocks by use at one moment, all zones together.
 *
 * @param free free blocks: all pages in one free chunk of the zone
 * @param mixed live pages of two or more migratetypes
 * @param shared live pages allocated by two or more CPUs
 * @param owned owned by a CPU; of designs with owners
 * @param partial remembered as partly free; of designs that do
 * @param total all blocks
 */
public record BlockCounts(long free, long mixed, long shared, OptionalLong owned, OptionalLong partial, long total) {}
