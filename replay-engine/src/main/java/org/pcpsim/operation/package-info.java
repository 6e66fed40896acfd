/** Operations as one stream for each CPU: what timed order replays, from a trace or from a generator. */
package org.pcpsim.operation;
