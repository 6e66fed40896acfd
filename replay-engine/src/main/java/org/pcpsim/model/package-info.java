/**
 * Allocator designs: the interface, what all designs with per-CPU page sets share, and their parameters.
 *
 * <p>For a design of your own, here or in a jar of your own:
 *
 * <ul>
 *   <li>{@link org.pcpsim.model.ModelFactory} names it, lists its {@link org.pcpsim.model.Parameter}s and creates it from a
 *       {@link org.pcpsim.model.ModelContext};
 *   <li>{@link org.pcpsim.model.AllocatorModel} is the design: steps that end with a {@link org.pcpsim.lock.Request}. They give
 *       locks back to {@link org.pcpsim.lock.Locks} and count in {@link org.pcpsim.model.ModelCounts} and
 *       {@link org.pcpsim.lock.Work};
 *   <li>{@link org.pcpsim.model.ZoneChoice} says which zone an allocation tries next, {@link org.pcpsim.model.FolioBatch} keeps
 *       what is to be freed, {@link org.pcpsim.zone.Zone} is the buddy, with {@link org.pcpsim.zone.Fallback} for what another
 *       migratetype has to give;
 *   <li>{@link org.pcpsim.model.PcpModel} is all of a design with PCPs but what lies on their lists: a
 *       {@link org.pcpsim.model.PcpLists}.
 * </ul>
 *
 * <p>These and what they name are what a jar of its own may use; it is compiled against the pcpsim that runs it. The rest
 * changes without notice.
 */
package org.pcpsim.model;
