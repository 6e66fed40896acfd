/** Synthetic workloads: operations made up by rule and seed, as one stream for each CPU or as a trace. */
package org.pcpsim.workload;
