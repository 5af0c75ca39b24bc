"""What the engine says of pictures, recordings, checkpoints, regions, comparisons and tests, with its values' names.

A value is a number, but for those of ``FREE``, and those whose name ends in ``_words``: these are said in words listed
here, too, or in several after each other.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

FREE = frozenset(
    {
        "path",
        "folder",
        "name",
        "device",
        "layer",
        "other",
        "kind",
        "reason",
        "transfer",
        "wish",
        "precision",
        "column",
        "cells",
    }
)

NOTES: tuple[str, ...] = tuple(
    str(sentence)  # as lupdate finds them
    for sentence in (
        # Why there is no map, or what must be known of one
        QT_TRANSLATE_NOOP("Notes", "not explained yet"),
        QT_TRANSLATE_NOOP("Notes", "no face"),
        QT_TRANSLATE_NOOP("Notes", "no face in this frame: the clip holds the nearest one"),
        QT_TRANSLATE_NOOP("Notes", "this frame cannot be decoded"),
        QT_TRANSLATE_NOOP("Notes", "no clip covers this frame"),
        QT_TRANSLATE_NOOP("Notes", "score clamped at 0: no map"),
        QT_TRANSLATE_NOOP("Notes", "score clamped at 0 in {clips_words}"),
        QT_TRANSLATE_NOOP("Notes", "signed evidence exists for the last stage only, and not for MDN"),
        QT_TRANSLATE_NOOP("Notes", "{explained} of {covering} covering clips explained"),
        QT_TRANSLATE_NOOP("Notes", "{clips_words} skipped: {reasons_words}"),
        QT_TRANSLATE_NOOP("Notes", "clip {number}"),
        QT_TRANSLATE_NOOP("Notes", "clips {numbers} and {last}"),
        QT_TRANSLATE_NOOP("Notes", "a face in only {found} of {length} frames"),
        QT_TRANSLATE_NOOP("Notes", "a face in only {found} of {length} frames, {damaged} cannot be decoded"),
        # Recordings
        QT_TRANSLATE_NOOP(
            "Notes",
            "{path}: no face was found in {looked} sampled frames. Is a frontal face in the picture, at least "
            "about 80 px wide?",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{path}: no face was found in {looked} sampled frames. {damage_words} Is a frontal face in the "
            "picture, at least about 80 px wide?",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{path}: a face was found in {found} of {looked} sampled frames, too few for any clip (at least "
            "{share} of its frames). Use a stretch in which the face is visible, or a smaller sample interval.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{path}: a face was found in {found} of {looked} sampled frames, too few for any clip (at least "
            "{share} of its frames). {damage_words} Use a stretch in which the face is visible, or a smaller "
            "sample interval.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{damaged} of {looked} sampled frames cannot be decoded, as the file is damaged ({place_words}). "
            "They count as frames without a face: clips hold the nearest one in their place. Pictures shortly "
            "after a damaged one may be distorted.",
        ),
        QT_TRANSLATE_NOOP("Notes", "frame {number}"),
        QT_TRANSLATE_NOOP("Notes", "the first is frame {first}, the last {last}"),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The file is cut short or damaged: {frames} frames ({end} s) can be decoded and are used. Copy it "
            "again from where it was recorded, if the rest is needed.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The file is cut short or damaged: {frames} frames ({end} s of {announced} s announced) can be "
            "decoded and are used. Copy it again from where it was recorded, if the rest is needed.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The file announces {announced} frames, but {frames} can be decoded; these are used.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The file announces {announced} frames, but {frames} can be decoded ({hidden} are hidden by the "
            "file's edit list); these are used.",
        ),
        QT_TRANSLATE_NOOP("Notes", "{lost} frames of the file cannot be decoded and are left out."),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The pixels of this video are not square: its {width} × {height} px are shown as {shown_width} × "
            "{shown_height} px.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The video is in high dynamic range ({transfer}); its colours are used without tone mapping.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The video is interlaced; its pictures are used as they are, with combed edges where it moves.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The images are square. If they are aligned faces already, say so when opening them; as it is, "
            "faces are looked for in them.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The folder holds {faces} faces; the one seen most often (frame_det_{kept}) is used.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{missing} frame numbers are missing among the images; the images are taken as evenly spaced.",
        ),
        # Checkpoints and devices
        QT_TRANSLATE_NOOP("Notes", "Not stored in this file, published defaults assumed: {fields_words}."),
        QT_TRANSLATE_NOOP("Notes", "{value} strides in time"),
        QT_TRANSLATE_NOOP("Notes", "{value} frames a clip"),
        QT_TRANSLATE_NOOP("Notes", "{value} px a frame side"),
        QT_TRANSLATE_NOOP("Notes", "{value} points of score range"),
        QT_TRANSLATE_NOOP("Notes", "{wish} is not available on this machine; the CPU is used instead."),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The memory of {device} did not suffice for so many clips at once; one clip at a time from now on.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The memory of {device} did not suffice for so many clips at once; {count} clips at a time from now on.",
        ),
        QT_TRANSLATE_NOOP("Notes", "The memory of {device} did not suffice; the analysis goes on with the CPU."),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The memory of {device} did not suffice; the analysis goes on with the CPU, in float32 instead of "
            "{precision}.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{path} holds more than weights (a pickled model or other Python objects) and could only be read "
            "by executing code from it, which this program never does. Where it was made, save the state dict "
            "instead: torch.save(model.state_dict(), path).",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{path} is not a PyTorch checkpoint, or it is damaged. Choose a .safetensors, .pth, .pt or .ckpt file.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "This checkpoint learned from synthetic faces: its scores and maps say nothing about people.",
        ),
        QT_TRANSLATE_NOOP("Notes", "MAE {mae}, RMSE {rmse} on {people} synthetic people"),
        # An analysis as a whole
        QT_TRANSLATE_NOOP("Notes", "The analysis is unfinished: {done} of {total} clips are done."),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The raw output was not above 0 in {count} of {total} clips; their score is clamped at 0.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "The score is above 63, the end of the questionnaire, in {count} of {total} clips; it is shown as it is.",
        ),
        QT_TRANSLATE_NOOP("Notes", "{skipped} of {total} clips were skipped for want of faces."),
        QT_TRANSLATE_NOOP("Notes", "Maps and scores may be less reliable: {problems_words} of {total} sampled frames."),
        QT_TRANSLATE_NOOP("Notes", "{problem_words} in {count}"),
        QT_TRANSLATE_NOOP(
            "Notes",
            "Whether parts of the face are burnt out or black is not known for {count} of {total} sampled frames: "
            "an earlier version measured them.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "A heatmap has {rows}×{columns} cells for a face and {slots} time slots for a clip; nothing "
            "smaller than a cell can be told apart.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{folder} holds the analysis by other weights, which lay in {path} then. Choose another folder for "
            "the results, or remove that one.",
        ),
        QT_TRANSLATE_NOOP("Notes", "{kind}: {reason}. This is a fault of the program; its log has the details."),
        # Regions
        QT_TRANSLATE_NOOP(
            "Notes",
            "Background: {share} of the heat lies outside the face, which is {area} of the picture. The "
            "network may look at something other than the face.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{small} of {total} regions are smaller than one cell, so not told apart from what is beside them: "
            "{regions_words}.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "In {held} of {total} positions of clips the nearest face was held; its regions count there.",
        ),
        QT_TRANSLATE_NOOP("Notes", "no intervals: {count} clips, at least {least} are needed"),
        QT_TRANSLATE_NOOP("Notes", "{share} percentile bootstrap over clips ({count} clips)"),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{share} percentile bootstrap over stretches of {block} neighbouring clips ({count} clips)",
        ),
        QT_TRANSLATE_NOOP("Notes", "{count} rows of the labels are called {name}"),
        QT_TRANSLATE_NOOP("Notes", "its cell in column {column} is empty"),
        QT_TRANSLATE_NOOP("Notes", "severity band of the label"),
        # Comparison
        QT_TRANSLATE_NOOP(
            "Notes",
            "the clips are not the same stretches of the recording ({first_words}; {second_words})",
        ),
        QT_TRANSLATE_NOOP("Notes", "{slicing_words} clips of every {interval} frames and length {length}"),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{name} has no signed evidence (layer {layer}): it exists at the last stage of networks that end "
            "in a mean and one linear layer. Compare gradcampp instead",
        ),
        QT_TRANSLATE_NOOP("Notes", "the faces are aligned differently, so cells lie on different parts of the face"),
        QT_TRANSLATE_NOOP("Notes", "another face was picked"),
        QT_TRANSLATE_NOOP("Notes", "their cells have no common grid on faces of {first} and {second} px"),
        QT_TRANSLATE_NOOP(
            "Notes",
            "All checkpoints share their preprocessing: the same sampled frames and the same aligned faces.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "Preprocessing is not shared, so each checkpoint has faces of its own: {facts_words}.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "Neighbouring clips show nearly the same and are no independent draws: bias, limits of agreement "
            "and map correlations describe this recording, and no test of them is given.",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "Neighbouring clips show nearly the same and are no independent draws; {share} of the sampled "
            "frames belong to more than one clip: bias, limits of agreement and map correlations describe this "
            "recording, and no test of them is given.",
        ),
        QT_TRANSLATE_NOOP("Notes", "With {count} clips, standard deviation and limits of agreement are hardly known."),
        QT_TRANSLATE_NOOP("Notes", "{name}: unfinished, {done} of {total} clips are done."),
        QT_TRANSLATE_NOOP("Notes", "{name} against {other}: {reason_words}."),
        QT_TRANSLATE_NOOP("Notes", "{name} against {other}: maps on the coarser cells of both, {cells}."),
        QT_TRANSLATE_NOOP("Notes", "shared"),
        QT_TRANSLATE_NOOP("Notes", "own"),
        QT_TRANSLATE_NOOP("Notes", "checkpoint"),
        QT_TRANSLATE_NOOP("Notes", "preprocessing"),
        QT_TRANSLATE_NOOP("Notes", "analysis"),
        QT_TRANSLATE_NOOP("Notes", "configuration"),
        QT_TRANSLATE_NOOP("Notes", "metadata"),
        # Methods
        QT_TRANSLATE_NOOP(
            "Notes",
            "{method_words} needs a network that ends in global average pooling and one linear layer",
        ),
        QT_TRANSLATE_NOOP("Notes", "{method_words} needs the landmarks of the face"),
        QT_TRANSLATE_NOOP("Notes", "{method_words} needs a baseline to compare with"),
        QT_TRANSLATE_NOOP("Notes", "{method_words} at {layer} needs a baseline of that stage, not of {other}"),
        QT_TRANSLATE_NOOP("Notes", "{count} forward pass"),
        QT_TRANSLATE_NOOP("Notes", "{count} forward passes"),
        QT_TRANSLATE_NOOP("Notes", "{forward} forward and {backward} backward passes"),
        QT_TRANSLATE_NOOP("Notes", "K = {groups} groups compete for each feature, so the groups' deviations sum to 0."),
        QT_TRANSLATE_NOOP("Notes", "K = 1: a sigmoid; −1 lets nothing of a feature pass, 0 all of it."),
        QT_TRANSLATE_NOOP("Notes", "a value for each pixel"),
        QT_TRANSLATE_NOOP("Notes", "a value for each pixel, by {layer}"),
        QT_TRANSLATE_NOOP("Notes", "{layer}, {rows}×{columns} cells"),
        QT_TRANSLATE_NOOP("Notes", "spread over {pixels} px"),
        QT_TRANSLATE_NOOP("Notes", "{looked} of {channels} channels, coverage {share}"),
        QT_TRANSLATE_NOOP("Notes", "sum {sum}, {gap} off the exact difference"),
        QT_TRANSLATE_NOOP("Notes", "less neutral stretch, frames {first} to {last}"),
        QT_TRANSLATE_NOOP("Notes", "less mean of the recording, {clips} of {total} clips"),
        QT_TRANSLATE_NOOP("Notes", "less mean over {count} recordings"),
        QT_TRANSLATE_NOOP("Notes", "from neutral stretch, frames {first} to {last}"),
        QT_TRANSLATE_NOOP("Notes", "from mean of the recording, {clips} of {total} clips"),
        QT_TRANSLATE_NOOP("Notes", "from mean over {count} recordings"),
        QT_TRANSLATE_NOOP("Notes", "0 everywhere"),
        QT_TRANSLATE_NOOP(
            "Notes",
            "On synthetic faces its maximum lay where the face moved at {shares_words} of the moments "
            "({beside_words}).",
        ),
        QT_TRANSLATE_NOOP("Notes", "untrained networks {shares_words}"),
        QT_TRANSLATE_NOOP("Notes", "chance {share}"),
        QT_TRANSLATE_NOOP("Notes", "{first} and {last}"),
        # Trust
        QT_TRANSLATE_NOOP("Notes", "over {count} parts"),
        QT_TRANSLATE_NOOP("Notes", "the map or the changes are equal everywhere"),
        QT_TRANSLATE_NOOP("Notes", "one of the maps is equal everywhere"),
        QT_TRANSLATE_NOOP("Notes", "{count} of {total} maps are equal everywhere"),
        QT_TRANSLATE_NOOP("Notes", "mirrored, and the map mirrored back"),
        QT_TRANSLATE_NOOP("Notes", "noise σ = {sigma} on pictures in 0–1"),
        QT_TRANSLATE_NOOP("Notes", "{frames} sampled frames, where both show the same"),
        QT_TRANSLATE_NOOP("Notes", "{hits} of {count} time slots"),
        QT_TRANSLATE_NOOP("Notes", "the map has no positive relevance there"),
        QT_TRANSLATE_NOOP("Notes", "share of the pixels that are a hit"),
        QT_TRANSLATE_NOOP("Notes", "deleting cells: {gain} points better than random order"),
        QT_TRANSLATE_NOOP("Notes", "deleting cells: {gain} points worse than random order"),
        QT_TRANSLATE_NOOP("Notes", "deleting regions: {gain} points better than random order"),
        QT_TRANSLATE_NOOP("Notes", "deleting regions: {gain} points worse than random order"),
        QT_TRANSLATE_NOOP("Notes", "{found_words} (beyond all {draws} draws)"),
        QT_TRANSLATE_NOOP("Notes", "{found_words} (not beyond all {draws} draws)"),
        QT_TRANSLATE_NOOP("Notes", "{found_words} (beyond all {draws} draws: {low} to {high})"),
        QT_TRANSLATE_NOOP("Notes", "{found_words} (not beyond all {draws} draws: {low} to {high})"),
        QT_TRANSLATE_NOOP("Notes", "{found_words} (beyond all {draws} draws in {clips} of {total} clips)"),
        QT_TRANSLATE_NOOP("Notes", "{reached} of {count} maps of untrained networks on synthetic faces reach it"),
        QT_TRANSLATE_NOOP("Notes", "more than all {count} maps of untrained networks on synthetic faces"),
        QT_TRANSLATE_NOOP("Notes", "less than any two untrained networks share"),
        QT_TRANSLATE_NOOP("Notes", "as much as two untrained networks share"),
        QT_TRANSLATE_NOOP("Notes", "less than untrained networks"),
        QT_TRANSLATE_NOOP("Notes", "as in untrained networks"),
        QT_TRANSLATE_NOOP("Notes", "ρ {low} to {high} on synthetic faces"),
        QT_TRANSLATE_NOOP("Notes", "untrained networks: ρ {low} to {high} on synthetic faces"),
        QT_TRANSLATE_NOOP("Notes", "ranking of time slots against that of their occlusion {rho_words}"),
        QT_TRANSLATE_NOOP("Notes", "ranking of regions against that of their occlusion {rho_words}"),
        QT_TRANSLATE_NOOP("Notes", "likeness to the map with all weights random {rho_words}"),
        QT_TRANSLATE_NOOP("Notes", "likeness to its own mean map {rho_words} ({note_words})"),
        QT_TRANSLATE_NOOP("Notes", "likeness after small changes: {rhos_words}"),
        QT_TRANSLATE_NOOP("Notes", "flip {rho_words}"),
        QT_TRANSLATE_NOOP("Notes", "noise {rho_words}"),
        QT_TRANSLATE_NOOP("Notes", "shift {rho_words}"),
        QT_TRANSLATE_NOOP("Notes", "ρ not defined"),
        QT_TRANSLATE_NOOP("Notes", "mean of {clips_words} of {recordings_words}"),
        QT_TRANSLATE_NOOP("Notes", "mean of {clips_words} of {recordings_words}; one of the maps is equal everywhere"),
        QT_TRANSLATE_NOOP("Notes", "1 other clip"),
        QT_TRANSLATE_NOOP("Notes", "{count} other clips"),
        QT_TRANSLATE_NOOP("Notes", "1 recording"),
        QT_TRANSLATE_NOOP("Notes", "{count} recordings"),
        QT_TRANSLATE_NOOP("Notes", "known truth: {note_words}"),
        QT_TRANSLATE_NOOP("Notes", "on known truth, hits / relevance mass / chance: {shares}"),
        QT_TRANSLATE_NOOP("Notes", "no action that raises the score moves the face at any time slot of this clip"),
        QT_TRANSLATE_NOOP("Notes", "no truth is known of this recording (only those of 'stadrn synth' have one)"),
        QT_TRANSLATE_NOOP("Notes", "there is no other clip to take a mean over"),
        QT_TRANSLATE_NOOP("Notes", "there is no other clip to take a mean over; give more analyses"),
        QT_TRANSLATE_NOOP("Notes", "guided maps of other clips are not stored (stadrn explain --guided stored)"),
        QT_TRANSLATE_NOOP("Notes", "the recording has no frames beyond this clip, or the map has one time slot"),
        # Batches
        QT_TRANSLATE_NOOP("Notes", "another process is at it"),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{slots}×{rows}×{columns} cells, {frames} sampled frames and {pixels} px from one to the next; "
            "finer, but later stages still change what a cell counts for: the weights are a local estimate",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{slots}×{rows}×{columns} cells, {frames} sampled frames and {pixels} px from one to the next; the "
            "last stage, from which the score is made: the gradient is known in closed form",
        ),
        QT_TRANSLATE_NOOP(
            "Notes",
            "{slots}×{rows}×{columns} cells, {frames} sampled frames and {pixels} px from one to the next; the "
            "last stage, from which the score is made: dense layers follow",
        ),
    )
)
