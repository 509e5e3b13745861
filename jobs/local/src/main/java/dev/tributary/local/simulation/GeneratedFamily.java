package dev.tributary.local.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The demo's own family: 15 models on 4 levels, among them two diamonds and merges of two lines. */
public final class GeneratedFamily {
    private static final int LIGHTEST = 20;
    private static final int HEAVIEST = 400;

    private GeneratedFamily() {}

    /** Always the same tree; how much each model is used comes from the seed. */
    public static List<FamilyMember> of(Seed seed) {
        SplittableRandom random = seed.random("family");
        List<FamilyMember> members = new ArrayList<>();
        add(members, random, "atlas-base", "meridian");
        add(members, random, "boreal-base", "northlight");
        add(members, random, "atlas-instruct", "meridian", "atlas-base");
        add(members, random, "atlas-code", "tern", "atlas-base");
        add(members, random, "boreal-chat", "northlight", "boreal-base");
        add(members, random, "boreal-translate", "isobar", "boreal-base");
        add(members, random, "atlas-agent", "quill", "atlas-instruct", "atlas-code");
        add(members, random, "atlas-medic", "saltmarsh", "atlas-instruct");
        add(members, random, "aurora-merge", "isobar", "atlas-instruct", "boreal-chat");
        add(members, random, "boreal-legal", "tern", "boreal-chat", "boreal-translate");
        add(members, random, "atlas-agent-mini", "quill", "atlas-agent");
        add(members, random, "atlas-medic-imaging", "saltmarsh", "atlas-medic");
        add(members, random, "aurora-tutor", "fenwick", "aurora-merge");
        add(members, random, "aurora-poet", "fenwick", "aurora-merge", "atlas-medic");
        add(members, random, "boreal-legal-fr", "tern", "boreal-legal");
        return List.copyOf(members);
    }

    private static void add(
            List<FamilyMember> members, SplittableRandom random, String name, String author, String... parents) {
        members.add(new FamilyMember(name, author, List.of(parents), random.nextLong(LIGHTEST, HEAVIEST)));
    }
}
