/** Recordings, which are folders of a trace with /proc snapshots, and opening whatever a user names as a trace. */
package org.pcpsim.trace.recording;
