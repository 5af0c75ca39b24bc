"""Words of the engine that the window shows, listed so that they are collected for translation.

The engine knows no Qt: its words are translated where they are shown, by ``translate("Core", words)``.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

WORDS = tuple(
    str(text)
    for text in (
        # Severity bands
        QT_TRANSLATE_NOOP("Core", "minimal"),
        QT_TRANSLATE_NOOP("Core", "mild"),
        QT_TRANSLATE_NOOP("Core", "moderate"),
        QT_TRANSLATE_NOOP("Core", "severe"),
        # Colour scales and quantities
        QT_TRANSLATE_NOOP("Core", "frame"),
        QT_TRANSLATE_NOOP("Core", "clip"),
        QT_TRANSLATE_NOOP("Core", "recording"),
        QT_TRANSLATE_NOOP("Core", "manual"),
        QT_TRANSLATE_NOOP("Core", "Grad-CAM++ × score"),
        QT_TRANSLATE_NOOP("Core", "Grad-CAM++"),
        QT_TRANSLATE_NOOP("Core", "Grad-CAM"),
        QT_TRANSLATE_NOOP("Core", "Signed evidence"),
        QT_TRANSLATE_NOOP("Core", "Grad-CAM++ × points"),
        QT_TRANSLATE_NOOP("Core", "Grad-CAM++, no unit"),
        QT_TRANSLATE_NOOP("Core", "Grad-CAM, no unit"),
        QT_TRANSLATE_NOOP("Core", "BDI-II points per cell"),
        QT_TRANSLATE_NOOP("Core", "guided gradient"),
        # What makes a face hard to judge
        QT_TRANSLATE_NOOP("Core", "face turned away"),
        QT_TRANSLATE_NOOP("Core", "face too dark or too bright"),
        QT_TRANSLATE_NOOP("Core", "face small"),
        QT_TRANSLATE_NOOP("Core", "face blurred"),
        QT_TRANSLATE_NOOP("Core", "parts of the face burnt out or black"),
        # Regions of the face
        QT_TRANSLATE_NOOP("Core", "background"),
        QT_TRANSLATE_NOOP("Core", "forehead"),
        QT_TRANSLATE_NOOP("Core", "glabella (frown)"),
        QT_TRANSLATE_NOOP("Core", "right brow"),
        QT_TRANSLATE_NOOP("Core", "left brow"),
        QT_TRANSLATE_NOOP("Core", "right eye socket"),
        QT_TRANSLATE_NOOP("Core", "left eye socket"),
        QT_TRANSLATE_NOOP("Core", "nose"),
        QT_TRANSLATE_NOOP("Core", "right nasolabial fold"),
        QT_TRANSLATE_NOOP("Core", "left nasolabial fold"),
        QT_TRANSLATE_NOOP("Core", "right cheek"),
        QT_TRANSLATE_NOOP("Core", "left cheek"),
        QT_TRANSLATE_NOOP("Core", "right mouth corner"),
        QT_TRANSLATE_NOOP("Core", "left mouth corner"),
        QT_TRANSLATE_NOOP("Core", "lips"),
        QT_TRANSLATE_NOOP("Core", "chin and jaw"),
        QT_TRANSLATE_NOOP("Core", "brow"),
        QT_TRANSLATE_NOOP("Core", "eye socket"),
        QT_TRANSLATE_NOOP("Core", "nasolabial fold"),
        QT_TRANSLATE_NOOP("Core", "cheek"),
        QT_TRANSLATE_NOOP("Core", "mouth corner"),
        # De-identification
        QT_TRANSLATE_NOOP("Core", "as they are"),
        QT_TRANSLATE_NOOP("Core", "blurred"),
        QT_TRANSLATE_NOOP("Core", "pixelated"),
        QT_TRANSLATE_NOOP("Core", "landmarks only"),
        QT_TRANSLATE_NOOP("Core", "drawn face"),
        QT_TRANSLATE_NOOP("Core", "De-identified: head blurred, guided maps and names left out"),
        QT_TRANSLATE_NOOP("Core", "De-identified: head pixelated, guided maps and names left out"),
        QT_TRANSLATE_NOOP("Core", "De-identified: landmarks only, guided maps and names left out"),
        QT_TRANSLATE_NOOP(
            "Core",
            "De-identified: drawn face, the same for everybody; guided maps and names left out",
        ),
        # Choices of an analysis
        QT_TRANSLATE_NOOP("Core", "published"),
        QT_TRANSLATE_NOOP("Core", "contiguous"),
        QT_TRANSLATE_NOOP("Core", "stored"),
        QT_TRANSLATE_NOOP("Core", "on demand"),
        QT_TRANSLATE_NOOP("Core", "none"),
        # Methods
        QT_TRANSLATE_NOOP("Core", "Score-weighted Grad-CAM++"),
        QT_TRANSLATE_NOOP(
            "Core",
            "The paper's map (eq. 18): where features lie that raise the score, times the score.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "Shows only what raises the score; what lowers it is left out. Where the score is "
            "clamped at 0 there is no map.",
        ),
        QT_TRANSLATE_NOOP("Core", "Grad-CAM++ × BDI-II points"),
        QT_TRANSLATE_NOOP(
            "Core",
            "Where features lie that raise the score, each channel weighted by its positive gradients.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "Shows only what raises the score; what lowers it is left out. A map that hardly depends "
            "on the picture can look right.",
        ),
        QT_TRANSLATE_NOOP("Core", "Grad-CAM++, raw"),
        QT_TRANSLATE_NOOP(
            "Core",
            "Where features lie that raise the score, each channel weighted by its mean gradient.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "Shows only what raises the score; what lowers it is left out. At early stages a mean "
            "gradient says little of any one place.",
        ),
        QT_TRANSLATE_NOOP("Core", "raw output"),
        QT_TRANSLATE_NOOP("Core", "LayerCAM"),
        QT_TRANSLATE_NOOP(
            "Core",
            "Where features lie that raise the score, weighted by the positive gradient at their own place.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "Shows only what raises the score; what lowers it is left out. It marks even cells that "
            "on the whole lower it.",
        ),
        QT_TRANSLATE_NOOP("Core", "HiResCAM"),
        QT_TRANSLATE_NOOP(
            "Core",
            "By how much the features of each cell raise or lower the raw output, by their gradient at that place.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "Exact at a last stage before average pooling; at earlier stages a first-order estimate.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "How many points each cell adds to the clip's score or takes away; with the bias they "
            "sum to it, unclamped.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "A cell sees far more of the face than its square. Always taken at the last stage.",
        ),
        QT_TRANSLATE_NOOP("Core", "BDI-II points"),
        QT_TRANSLATE_NOOP("Core", "Contrast evidence"),
        QT_TRANSLATE_NOOP("Core", "Signed evidence less that of a baseline: what is different here."),
        QT_TRANSLATE_NOOP("Core", "Says nothing of what both have in common. Always taken at the last stage."),
        QT_TRANSLATE_NOOP("Core", "Integrated contrast"),
        QT_TRANSLATE_NOOP(
            "Core",
            "How many points each place adds by differing from a face at rest; they sum to the difference in score.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "Depends on the baseline chosen. Taken at the chosen stage, at the second where the last "
            "is chosen; its points are spread over a last-stage cell.",
        ),
        QT_TRANSLATE_NOOP("Core", "Gradient × contrast"),
        QT_TRANSLATE_NOOP(
            "Core",
            "The same by one gradient, at the clip itself: a first-order estimate that needs no way from the baseline.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "Its points do not sum to the difference in score. Depends on the baseline chosen, as above.",
        ),
        QT_TRANSLATE_NOOP("Core", "Score-CAM"),
        QT_TRANSLATE_NOOP(
            "Core",
            "Where those channels are active that alone, as a mask on the clip, keep the score highest.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "Shows only what raises the score; what lowers it is left out. Masked clips are unlike "
            "any the network knows; only the first channels are looked at.",
        ),
        QT_TRANSLATE_NOOP("Core", "feature map, weighted mean"),
        QT_TRANSLATE_NOOP("Core", "Input gradient"),
        QT_TRANSLATE_NOOP("Core", "How strongly the raw output reacts to a small change of each pixel."),
        QT_TRANSLATE_NOOP("Core", "Sensitivity, not contribution; noisy."),
        QT_TRANSLATE_NOOP("Core", "raw output per unit of input"),
        QT_TRANSLATE_NOOP("Core", "SmoothGrad"),
        QT_TRANSLATE_NOOP("Core", "The input gradient, averaged over noisy copies of the clip."),
        QT_TRANSLATE_NOOP("Core", "Sensitivity, not contribution, and that of a noisy clip."),
        QT_TRANSLATE_NOOP("Core", "Integrated gradients"),
        QT_TRANSLATE_NOOP(
            "Core",
            "How many points each pixel adds on the way from a neutral clip to this one; they sum to the difference.",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "Depends on the neutral clip chosen; the gap to the exact sum stands in the manifest.",
        ),
        QT_TRANSLATE_NOOP("Core", "Guided backpropagation"),
        QT_TRANSLATE_NOOP("Core", "Edges of the face that reach the output along positive paths."),
        QT_TRANSLATE_NOOP(
            "Core",
            "Nearly the same for a network with random weights (Adebayo 2018): it shows the picture "
            "more than the network.",
        ),
        QT_TRANSLATE_NOOP("Core", "guided raw output per unit of input"),
        QT_TRANSLATE_NOOP("Core", "Guided Grad-CAM++"),
        QT_TRANSLATE_NOOP("Core", "Guided backpropagation where Grad-CAM++ sees evidence."),
        QT_TRANSLATE_NOOP(
            "Core",
            "Shows only what raises the score; what lowers it is left out. Its detail is guided "
            "backpropagation's, which says little of the network.",
        ),
        QT_TRANSLATE_NOOP("Core", "guided gradient × Grad-CAM++"),
        QT_TRANSLATE_NOOP("Core", "Occlusion by region"),
        QT_TRANSLATE_NOOP("Core", "By how many points the score falls when a region of the face is not to be seen."),
        QT_TRANSLATE_NOOP(
            "Core",
            "A hidden region is unlike any face the network knows; regions act together and do not add up.",
        ),
        QT_TRANSLATE_NOOP("Core", "attention, not attribution"),
        # Tests of trust
        QT_TRANSLATE_NOOP("Core", "Random weights"),
        QT_TRANSLATE_NOOP("Core", "Does the map change when the network forgets what it has learned?"),
        QT_TRANSLATE_NOOP(
            "Core",
            "rank correlation of the map and that of the same network with all weights random; near "
            "1: the map does not depend on what was learned, near 0: it does",
        ),
        QT_TRANSLATE_NOOP("Core", "Dependence on the picture"),
        QT_TRANSLATE_NOOP("Core", "Is the map more than what this checkpoint shows for everyone?"),
        QT_TRANSLATE_NOOP(
            "Core",
            "rank correlation of the map and the checkpoint's mean map over other clips; near 1: always the same map",
        ),
        QT_TRANSLATE_NOOP("Core", "Stability"),
        QT_TRANSLATE_NOOP(
            "Core",
            "Does the map stay the same when the clip is mirrored, gets a little noise, or begins a moment later?",
        ),
        QT_TRANSLATE_NOOP("Core", "rank correlation of the map and that of the changed clip, put back; 1: the same"),
        QT_TRANSLATE_NOOP("Core", "Pointing and relevance mass on known truth"),
        QT_TRANSLATE_NOOP("Core", "Does the map point where the synthetic face really moves?"),
        QT_TRANSLATE_NOOP(
            "Core",
            "share of time slots in which the map's maximum lies where the face moves; compare with chance",
        ),
        QT_TRANSLATE_NOOP("Core", "Deletion of time slots"),
        QT_TRANSLATE_NOOP(
            "Core",
            "What would the score be without one stretch of time, and does the map rank the stretches alike?",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "rank correlation of the map's sum over each part and the points that the part's "
            "neutralising takes away; 1: the map ranks the parts as the score does, 0: no better "
            "than a random order",
        ),
        QT_TRANSLATE_NOOP("Core", "Occlusion of regions"),
        QT_TRANSLATE_NOOP(
            "Core",
            "What would the score be if one region of the face were neutral, and does the map rank regions alike?",
        ),
        QT_TRANSLATE_NOOP("Core", "Deletion and insertion of cells"),
        QT_TRANSLATE_NOOP(
            "Core",
            "Does the score fall faster when the cells that the map calls relevant are taken away first?",
        ),
        QT_TRANSLATE_NOOP(
            "Core",
            "points by which the area of deletion, most relevant first, lies below that of random "
            "orders; above 0 is better than random, and low and high are those of the draws",
        ),
        QT_TRANSLATE_NOOP("Core", "Deletion and insertion of regions"),
        QT_TRANSLATE_NOOP(
            "Core",
            "Does the score fall faster when the regions that the map calls relevant are taken away first?",
        ),
        QT_TRANSLATE_NOOP("Core", "the recording consists of aligned faces, for which no landmarks are known"),
        # Cautions
        QT_TRANSLATE_NOOP("Core", "This checkpoint is untrained: its scores and maps mean nothing about the person."),
        # Steps of long work
        QT_TRANSLATE_NOOP("Core", "aligning faces"),
        QT_TRANSLATE_NOOP("Core", "analysing"),
        QT_TRANSLATE_NOOP("Core", "comparing"),
        QT_TRANSLATE_NOOP("Core", "copying maps"),
        QT_TRANSLATE_NOOP("Core", "deleting, then looking for what is left"),
        QT_TRANSLATE_NOOP("Core", "drawing"),
        QT_TRANSLATE_NOOP("Core", "drawing key frames"),
        QT_TRANSLATE_NOOP("Core", "drawing the figure"),
        QT_TRANSLATE_NOOP("Core", "explaining"),
        QT_TRANSLATE_NOOP("Core", "looking for recordings"),
        QT_TRANSLATE_NOOP("Core", "passes that methods share"),
        QT_TRANSLATE_NOOP("Core", "preparing"),
        QT_TRANSLATE_NOOP("Core", "reading the recording"),
        QT_TRANSLATE_NOOP("Core", "summing over regions"),
        QT_TRANSLATE_NOOP("Core", "testing"),
        QT_TRANSLATE_NOOP("Core", "waiting"),
        QT_TRANSLATE_NOOP("Core", "writing"),
        QT_TRANSLATE_NOOP("Core", "writing figure"),
        QT_TRANSLATE_NOOP("Core", "writing frames"),
        QT_TRANSLATE_NOOP("Core", "writing maps"),
        QT_TRANSLATE_NOOP("Core", "writing overlay video"),
        QT_TRANSLATE_NOOP("Core", "writing picture"),
        QT_TRANSLATE_NOOP("Core", "writing the report"),
        QT_TRANSLATE_NOOP("Core", "writing the table of frames"),
        # What is counted
        QT_TRANSLATE_NOOP("Core", "frames"),
        QT_TRANSLATE_NOOP("Core", "clips"),
        QT_TRANSLATE_NOOP("Core", "passes"),
        QT_TRANSLATE_NOOP("Core", "maps"),
        QT_TRANSLATE_NOOP("Core", "files"),
        QT_TRANSLATE_NOOP("Core", "steps"),
        QT_TRANSLATE_NOOP("Core", "arrays"),
        QT_TRANSLATE_NOOP("Core", "recordings"),
        QT_TRANSLATE_NOOP("Core", "figures"),
        QT_TRANSLATE_NOOP("Core", "patients"),
        QT_TRANSLATE_NOOP("Core", "folders"),
    )
)
