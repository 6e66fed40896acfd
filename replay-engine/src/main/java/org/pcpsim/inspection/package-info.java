/** What a trace holds: its operations, and what the recorded kernel did with them. */
package org.pcpsim.inspection;
