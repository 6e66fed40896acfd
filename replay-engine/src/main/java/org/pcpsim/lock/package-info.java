/** Locks as the models ask for them, and the work done under them in countable units. */
package org.pcpsim.lock;
