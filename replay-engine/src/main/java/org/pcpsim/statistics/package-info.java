/** What several results of the same thing say together: medians with intervals, tests, means of ratios. */
package org.pcpsim.statistics;
