/** What is measured of a run: how memory is used and fragmented, and what the counted work costs. */
package org.pcpsim.metrics;
