/** The allocator's /proc files as records: zoneinfo, buddyinfo, pagetypeinfo, vmstat, stat. */
package org.pcpsim.trace.proc;
