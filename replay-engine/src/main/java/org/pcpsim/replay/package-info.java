/** Replays traces against models: from events to operations, and each operation step by step through a model. */
package org.pcpsim.replay;
