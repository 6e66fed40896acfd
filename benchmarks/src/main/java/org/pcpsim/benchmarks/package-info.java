/** How fast traces are replayed, how near that comes to what memory allows, and how much of it is used. */
package org.pcpsim.benchmarks;
