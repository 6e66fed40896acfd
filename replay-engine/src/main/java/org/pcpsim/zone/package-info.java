/** The zone buddy that all models share: frames, chunk lists, splitting and merging, fallback, watermarks. */
package org.pcpsim.zone;
