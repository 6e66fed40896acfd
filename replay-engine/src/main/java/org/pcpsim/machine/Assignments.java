package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The settings of the command line, {@code PATH=VALUE}, in order. */
final class Assignments {
    private record Assignment(String path, String value) {}

    private record Target(ZoneDraft zone, ZoneFigure figure) {}

    private final List<Assignment> assignments = new ArrayList<>();

    void add(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            throw new SettingException("--set", assignment, "PATH=VALUE");
        }
        String path = assignment.substring(0, equals).trim();
        assignments.add(new Assignment(path, assignment.substring(equals + 1).trim()));
    }

    boolean isEmpty() {
        return assignments.isEmpty();
    }

    /** The settings with all sysctls applied; works out anew the zones' figures that follow from them. */
    Settings applySysctls(List<ZoneDraft> zones, int cpus, int nodes, Settings ground) {
        Settings settings = ground;
        Set<Sysctl.Affects> affected = EnumSet.noneOf(Sysctl.Affects.class);
        for (Assignment assignment : assignments) {
            Optional<Sysctl> sysctl = Sysctl.of(assignment.path);
            if (sysctl.isPresent()) {
                settings = sysctl.get().apply(settings, assignment.value);
                affected.add(sysctl.get().affects);
            }
        }
        resize(new ZoneFigures(zones, cpus, nodes, settings), affected);
        return settings;
    }

    private static void resize(ZoneFigures figures, Set<Sysctl.Affects> affected) {
        if (affected.contains(Sysctl.Affects.RESERVES)) {
            figures.lowmemReserves();
        }
        boolean allMarks = affected.contains(Sysctl.Affects.MARKS);
        boolean someMarks = affected.contains(Sysctl.Affects.MARKS_ABOVE_MIN);
        if (allMarks) {
            figures.marks();
        } else if (someMarks) {
            figures.marksAboveMin();
        }
        if (allMarks || someMarks || affected.contains(Sysctl.Affects.PCP)) {
            figures.pcpBounds();
        }
    }

    /** Sets figures of single zones: {@code managed} first, after which all figures are worked out anew. */
    void applyZoneFigures(List<ZoneDraft> zones, int cpus, int nodes, Settings settings) {
        boolean resized = false;
        for (Assignment assignment : zoneAssignments()) {
            Target target = target(assignment.path, zones);
            if (target.figure == ZoneFigure.MANAGED) {
                target.figure.set(target.zone, assignment.value);
                resized = true;
            }
        }
        if (resized) {
            new ZoneFigures(zones, cpus, nodes, settings).all();
        }
        for (Assignment assignment : zoneAssignments()) {
            Target target = target(assignment.path, zones);
            if (target.figure != ZoneFigure.MANAGED) {
                target.figure.set(target.zone, assignment.value);
            }
        }
    }

    /** Refuses a given bound of a PCP's {@code high} that lies on the wrong side of the other bound. */
    void requireOrderedBounds(List<ZoneDraft> zones) {
        for (Assignment assignment : zoneAssignments()) {
            Target target = target(assignment.path, zones);
            ZoneDraft zone = target.zone;
            boolean bound = target.figure == ZoneFigure.HIGH_MIN || target.figure == ZoneFigure.HIGH_MAX;
            if (bound && zone.highMin > zone.highMax) {
                throw new SettingException(
                        ZoneFigure.HIGH_MIN.path(zone),
                        Long.toString(zone.highMin),
                        "at most " + ZoneFigure.HIGH_MAX.path(zone) + ", which is " + zone.highMax);
            }
        }
    }

    private List<Assignment> zoneAssignments() {
        return assignments.stream().filter(a -> Sysctl.of(a.path).isEmpty()).toList();
    }

    private static Target target(String path, List<ZoneDraft> zones) {
        for (ZoneDraft zone : zones) {
            for (ZoneFigure figure : ZoneFigure.values()) {
                if (figure.path(zone).equals(path)) {
                    return new Target(zone, figure);
                }
            }
        }
        throw new SettingPaths(zones).unknown(path);
    }
}
