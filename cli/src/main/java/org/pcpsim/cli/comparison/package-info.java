/** Results side by side: which belong together, how they differ, and whether that is more than chance. */
package org.pcpsim.cli.comparison;
