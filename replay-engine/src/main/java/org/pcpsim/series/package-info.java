/** How a run went over time: intervals of equal length, and what is taken down at the end of each. */
package org.pcpsim.series;
