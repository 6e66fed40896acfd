/** The traces of this project's own as text: {@code pcpsim.trace/1} as one JSON object or as NDJSON. */
package org.pcpsim.trace.json;
