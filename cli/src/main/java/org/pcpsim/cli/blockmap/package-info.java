/** Files that hold what every pageblock was over time. */
package org.pcpsim.cli.blockmap;
