/** Many replays as one grid: its points, the journal of those that are finished, and the table of all. */
package org.pcpsim.cli.sweep;
