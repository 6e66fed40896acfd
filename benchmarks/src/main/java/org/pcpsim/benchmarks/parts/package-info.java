/** Parts of a replay, measured by JMH ({@code benchmarks/run parts}): each format's reader, each model, and the tables under them. */
package org.pcpsim.benchmarks.parts;
