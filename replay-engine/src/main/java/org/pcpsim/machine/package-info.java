/** The modelled machine: zones and their sizing, nodes and zonelists, kernel profiles, and the settings that shape them. */
package org.pcpsim.machine;
