/** Today's Linux: per-CPU lists of single chunks over the zone buddy. */
package org.pcpsim.model.baseline;
