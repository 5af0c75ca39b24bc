<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>Pan et al., Expert Systems with Applications 2023, doi 10.1016/j.eswa.2023.121410</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows what a network that estimates the severity of depression from a face video looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Research use, not a diagnosis. A score says nothing certain about a person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>landmark model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trained on data licensed for non-commercial use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>analyses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnalysisRun</name>
    <message>
        <source>The analysis stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer clips at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording is damaged in places</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnalysisSettings</name>
    <message>
        <source>Stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On demand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept as 8 bit, within 0.4 % of each frame&apos;s maximum; shown at once while scrubbing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computed again when the playhead rests on a clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the published code computes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Products of 10 bits. Its errors have not been measured on your device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Products of 7 bits. Measured with the demo on a CPU: scores off by up to 0.1 points, heatmaps by 0.3 %, guided maps by 16 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last stage (layer_4)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Third stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other settings make another analysis. Those that are stored stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips take every n-th frame: 3 in the published code, 1 in the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread evenly so that the last one ends at the last frame; clips overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without overlap; only the last one is shifted back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The closed form of Grad-CAM++ and the signed evidence hold at the last stage only, not in MDN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided backpropagation maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a video and a checkpoint to see the space needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips: {count}, of {length} frames; sample interval {interval}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs up to {needed} · {free} are free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs up to {needed} · {free} are free.
Free some space, or do not store guided maps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} bytes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <source>Means over each group&apos;s features. They say what a module multiplies by, not what raised the score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places are attended to alike in the whole clip: only the face below changes with the playhead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention to moments in {module}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From {lowest:.2g} to {highest:.2g} over the clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time (s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>group {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention to places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{quantity}, group {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rows}×{columns} cells of {stage}; one scale for all groups of the module</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Batch</name>
    <message>
        <source>Analyses in the background; click to see them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the checkpoint says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips take every n-th frame: 3 in the published code, 1 in the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread so that the last one ends at the last frame; clips overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without overlap; only the last one is shifted back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write an overlay video of each recording, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces in the overlay videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality of the videos, constant rate factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower is better and larger; at 18 a loss can hardly be seen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording&apos;s sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A voice tells who speaks: it is left out where faces are hidden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The batch cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recordings cannot be analysed as a batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The batch cannot be changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report was not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The batch in {folder} is running. Pause or stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} holds no batch.json: no batch was begun there. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The batch cannot go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be told where {name} stands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder for the results; each analysis has one of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder for the results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings are those of the batch that is added to; they are the same for all of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop videos, folders of videos, or a table (CSV) with a column &apos;path&apos; here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop checkpoints here. Those that are ticked are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add checkpoints…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder of recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyses of the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done; clips explained: {clips}, without enough faces: {skipped}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done; clips explained: {clips}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped; clips kept: {done}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting; clips kept: {done}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ends after the present step; what is computed is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gives way to what you do in the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>begins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} done, {failed} failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pausing after the present step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is left to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch not finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch: {number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch pausing, {ended} of {total} ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch paused, {ended} of {total} ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch stopped, {ended} of {total} ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch finished: {done} done, {failed} failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch finished: {done} done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyses many recordings in the background, one after the other. What you do in the window goes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add recordings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chosen ones that failed; all that failed where none is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the chosen rows out of the batch; their files stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens the recording with its analysis in the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All analyses as a table, and what failed as a text beside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a batch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder of a batch begun here or by &apos;stadrn batch&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New batch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the analyses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is computed is kept; it can be continued at any time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>report.csv</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No analysis is in this batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: {table}, and what failed: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} analyses are done. When the window closes, the batch pauses: finished clips are kept, and the next start offers to continue. &apos;stadrn batch --out FOLDER&apos; continues it without the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A batch is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the window open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause and close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckpointList</name>
    <message>
        <source>{path}
Click to make it active. Right-click (or the menu key): name, colour, reference, close.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>untrained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint {checkpoint}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckpointLooks</name>
    <message>
        <source>Orange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sky blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bluish green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vermilion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reddish purple</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckpointMenu</name>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin as reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other checkpoints are compared with this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of {file} in this window (leave it empty for its own)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClipMethods</name>
    <message>
        <source>An analysis is running. Methods can be computed when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip {clip} is not explained yet. Press Analyse in the window first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip {clip} has too few faces to be explained: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no analysis to take the clip from. Press Analyse in the window first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint of this analysis is not open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped, as something else had to be computed. What was finished is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{method} needs an analysis at the last stage, layer_4, to take a baseline from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The methods were not computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled; finished maps are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The maps cannot be drawn</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cohort</name>
    <message>
        <source>Where on the face a network&apos;s map lies in each recording. It compares maps of a network, not faces, and makes no diagnosis. Left (L) and right (R) are the subject&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions of many recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rank tests between groups of recordings, with corrected p-values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder with the folders that &apos;stadrn explain&apos; wrote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labels.csv, or empty: bands of the network&apos;s own scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A column of the labels that makes the groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recordings cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings: {count}; {quantity}. Colours from {low} to {high} {unit}; the background may lie beyond.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings in which much of the heat lies outside the face: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The groups cannot be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups by {column}: {count} of {tests} tests below 0.05 after Holm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, {groups}: {effect_name} {effect:+.2f}, p {p:.3f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a group: {recording} ({reason})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The table was not written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CohortTable</name>
    <message>
        <source>Recordings by region</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CohortTasks</name>
    <message>
        <source>{run} by region</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>no scale yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{mode} so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour scale: {text}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Fill the centre with the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the centre with the aligned face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the centre with the heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the centre with the guided map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> or </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open video…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder of images…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open checkpoint…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open stored analysis…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session library…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figure…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session report…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the methods paragraph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other methods…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions of many recordings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the largest face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten frames back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten frames on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One clip back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One clip on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play backwards, again for faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play, again for faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next face that is hard to judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous face that is hard to judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin the range here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the range here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select no range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set a mark here, or on the range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All four views; close a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weighted by the score or not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Native cells or interpolated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap more opaque</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap less opaque</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom the timeline in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom the timeline out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole recording on the timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log and report…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoints side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip between two checkpoints (A/B)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another checkpoint against the reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared or own colour scales</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin the active checkpoint as reference, or unpin it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the active checkpoint…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the active checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareCharts</name>
    <message>
        <source>The maps cannot be compared: see the notes below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}
clip {number}: {score} points, {severity}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A step for each clip; clips may overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time (s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No clip is explained yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{checkpoint} and {reference}
clip {number}: {value:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map correlation with the reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hottest tenth shared with the reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spearman over all cells of a clip; dashed: other clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jaccard; dashed: by chance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spearman&apos;s ρ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jaccard index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{checkpoint} − {reference}
clip {number}: {difference} points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bland–Altman against the reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A point for each clip; line: bias, dashed: ± 1.96 SD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean of both scores (points)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>difference (points)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No clip is explained in both, or clips are cut differently</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where on the face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean over clips; lines: 95 % intervals of resampled clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signed evidence (points)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the Grad-CAM++ heat (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No landmarks are known, so there are no regions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bias (points)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits of agreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map ρ (other clips)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hottest tenth (chance)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareLegend</name>
    <message>
        <source>Compared checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean {score} points, {severity}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{mean} · reference</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareNumbers</name>
    <message>
        <source>Comparing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two or more checkpoints have to be analysed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bias and limits of agreement (± 1.96 SD) after Bland and Altman 1986, over the clips explained in both. Beside map correlation and overlap: what maps of different moments, or chance, would give.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement of each pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only what differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save tables and figure…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files that stadrn compare writes: CSV tables, comparison.pdf and comparison.png</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configuration and metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoints cannot be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing… {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{pair}: bias {bias} points, map correlation {correlation}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tab Regions has the numbers of one checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: mean {score:.1f} points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for tables and figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comparison cannot be saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving: {stage}, {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (CSV), comparison.pdf and comparison.png are in {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comparison is saved</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareTables</name>
    <message>
        <source>Configuration and metadata of the checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Two or more checkpoints are compared here. Open them, and analyse with each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not analysed with the present settings: make it active and press Analyse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grad-CAM++ of different networks has no common unit: places can be compared, brightness and numbers cannot, whatever the scale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only signed evidence has a common unit and can be subtracted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed evidence, BDI-II points for each cell: the same unit for all networks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grad-CAM++</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One colour scale for all checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each checkpoint has the colour scale of its own maps: colours cannot be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint held against the reference; the key holds the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own scales</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Way of comparing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint held against the reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoints compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not explained in both, or no face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {difference} points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {score} {severity}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale {limits}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Compared</name>
    <message>
        <source>Side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All checkpoints side by side, with one playhead, zoom and cursor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two checkpoints in one place, one after the other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two checkpoints in one place, with a divider to drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed evidence less that of the reference, in points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores, agreement, regions and configurations compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another recording beside this one, under the same checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyses cannot be looked for</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComparedPair</name>
    <message>
        <source>Their aligned faces have different sizes: see them side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divider between the two checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divider: drag it here or on the picture; arrow keys move it when it has the focus</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <source>It fits the settings of this analysis and cites what it rests on. Read it before you use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The methods paragraph is on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The frame is on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The frame was not copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The figure is on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The figure was not copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The face is shown as it is. Choose otherwise under Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{faces}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Dialog</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where to write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose where to write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The export was not written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{stage} · {done} of {total} {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled; nothing was left behind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>explained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes the whole recording. Select a range on the timeline (I, O) to write less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes frames {first} to {last}, the selected range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder to write into</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording&apos;s sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied as it is where the file takes it, else encoded as AAC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided maps too (large)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs the package pyarrow (the extra &apos;parquet&apos;)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower is better and larger; at 18 a loss can hardly be seen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality of the video, constant rate factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raw maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The frame under the playhead as a PNG picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A video (H.264) of every frame at its own time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder of PNG pictures, numbered as the recording&apos;s frames, with their times in frames.csv. A frame without such a picture has no file; the table says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A page with representative frames, the one under the playhead among them, and the timeline.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A session report (PDF): score over time, marks, key frames, regions, methods, sources and limits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps at native resolution, transforms and landmarks of the faces, times and scores. NPZ is one file that says what each array is; zarr is a copy of the stored analysis, which this program opens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames, clips, regions and tests of maps as tables, and summary.json (scores, settings, hashes, warnings), in a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aligned face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original, aligned face and guided map with colour scales and scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording&apos;s frame with the heat on the face, at its own size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The aligned face under its heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The heatmap alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guided map alone; it draws the face, so only with faces as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole head of the person who is followed goes (the whole picture where no face was found). Clothes, room and other people stay, and somebody who knows the person may still recognise them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The face can be recognised, and names may stand in the picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pixel of the recording stays, but expression and proportions of the face do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pixel of the recording stays, nor the expression: the face is the same for everybody.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names, guided maps, sound and metadata are left out. Score, maps and times remain: the file is still sensitive data on somebody&apos;s health.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With landmarks, which draw the face, and with the names and paths of recording and checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Landmarks, guided maps, names and paths are left out. Maps, scores and times remain: still sensitive data on somebody&apos;s health.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos (*.mp4 *.mov *.mkv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figures (*.pdf *.svg *.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps (*.npz)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Here: {problems}. Map and score may be less reliable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip {number}: the face is hard to judge in {count} of {total} frames.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>The maps look as in the window: change quantity, colours and scale there. The file carries its recipe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line that makes the same figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preview appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview of the figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyses cannot be looked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose at least one thing to show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a second checkpoint and analyse the recording with it, then come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This figure cannot be drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command is on the clipboard. It names the analysis by its path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figures (*.pdf *.svg *.png *.tif)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The figure was not written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames with their maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score, evidence and heat over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions of the face over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoints on the same frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty: four, spread over the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the playhead&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A row for each frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aligned face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected range only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a range with I and O</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One for all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One for each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Single column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One and a half</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width in mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contours, for print in grey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score over time below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letters of the panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the recording above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Told beside the predictions; from the session library where it is kept there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Font</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PNG and TIFF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known BDI-II</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames, by number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shown of each frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Forget</name>
    <message>
        <source>This deletes analyses, marks, kept faces, thumbnails, notes, lines of the log, and results and rows in batches, then searches this program&apos;s folders and those of batches for what still names the patient or a recording. It cannot be undone. Files that you exported elsewhere are not known here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A recording of this patient is open. Open another one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A batch is running. Pause or stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete patient {pseudonym}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the recordings, too ({count})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is to be deleted cannot be found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not everything was deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{stage}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files and folders that were deleted: {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings that stay where they are: {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These files still name the patient or a recording:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A search of this program&apos;s folders finds nothing more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>Page of the guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contents of the guide</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{type}: {error}. The log has the details. Your files and results are as they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected happened</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MarkList</name>
    <message>
        <source>ELAN documents (*.eaf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M sets a mark here, or on the range chosen with I and O.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set a mark at the playhead, or on the chosen range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the chosen mark (Delete)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import and export marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import marks…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export marks…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames {first_frame} to {last_frame}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks (*.eaf *.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The marks were not imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The marks were not exported</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MarkTrack</name>
    <message>
        <source>Marks and ranges that you have set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark: </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message>
        <source>The marks of this recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set a mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change a mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remove a mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>import {count} marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The marks could not be kept</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MethodGrid</name>
    <message>
        <source>Each map has its own limits, taken over the whole clip: colours of different maps cannot be compared. ≥ and ≤: {percent:.1f} % of a map&apos;s values lie beyond. Cells are interpolated between their centres.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}. Up and Down zoom, Ctrl+Shift and arrows move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps of other methods</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MethodList</name>
    <message>
        <source>What the network&apos;s own attention multiplies features by, at each place and moment: see its tab.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is {what}: it does not say whether a place raises or lowers the score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only STA-DRN has attention vectors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above 0 raises, below 0 lowers the score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Methods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STA-DRN&apos;s attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deviation from 1/K</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value for each cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value for each pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>alone {cost}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{passes}, about {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score-CAM&apos;s channels, integrated gradients&apos; steps, SmoothGrad&apos;s noisy copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blur</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What occlusion puts in a region&apos;s place, and where integrated gradients begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overall mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>range I to O</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What contrasts compare this clip with: choose a neutral stretch with I and O in the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget, passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neutral is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cheap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those that need no passes of their own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All that are possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose methods: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class activation maps are taken at layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MethodTasks</name>
    <message>
        <source>reading the clip&apos;s faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>feature maps of the baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No explained clip covers frames {first} to {last}, which contrast evidence is to be less. Choose another range with I and O, or the mean of the recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>writing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OpenCheckpoints</name>
    <message>
        <source>{name}: published defaults are assumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The CPU is used</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OtherMethods</name>
    <message>
        <source>No analysis yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other methods explain a clip of an analysis. Open a video and a checkpoint and analyse first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other methods cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pane</name>
    <message>
        <source>Reset zoom of {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key {key} or double-click fills the centre. </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up and Down zoom, Ctrl+Shift and arrows move</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PaneTexts</name>
    <message>
        <source>Heatmap × score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grad-CAM heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided backpropagation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided backpropagation · magnitude</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aligned face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>face not looked for yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>face between sampled frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no face in this frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this frame cannot be decoded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>being prepared…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>explaining…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} cells, interpolated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frame {frame}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided maps were not kept in this analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computed when the playhead rests here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Research use, not a diagnosis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open checkpoint…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Under the playhead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{mean} BDI-II points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean over {clips}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Info</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlayerViews</name>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aligned face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided backpropagation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views of the frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x {x}  y {y}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow this face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all four views (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the centre ({key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Now: {device}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another language is shown from the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No font of this machine has Chinese characters, so boxes would be shown. On Debian and Ubuntu, sudo apt install fonts-noto-cjk brings one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Quality</name>
    <message>
        <source>pose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blur</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>face turned away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>face too dark or too bright</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>face small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>face blurred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames with a face turned away, too dark or too bright, small or blurred: maps and scores may be less reliable there. Playback → Next face that is hard to judge goes from one to the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not measured in this analysis, which is older than these measures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegionDiagram</name>
    <message>
        <source>subject&apos;s right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegionPanel</name>
    <message>
        <source>Left (L) and right (R) are the subject&apos;s. Everything outside the face is background.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All explained clips together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip under the playhead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left–right asymmetry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(L − R) / (L + R) of the mean heat; above 0 there is more on the subject&apos;s left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure by region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face coloured by region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All measures of the recording with their intervals, to be pasted into a sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All measures of the recording with their intervals, as a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip under the playhead is not explained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The regions are being computed…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click a region to follow it on the timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied: {count} regions of the recording, {heat}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The table was not written</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegionShown</name>
    <message>
        <source>{heat}, {clips} of {total} clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{heat}, clip {clip} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share:.0%} of the heat lies outside the face, which is {area:.0%} of the picture. The network may look at something other than the face. (Told from {limit:.0%} on: a convention, not a finding.)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegionTable</name>
    <message>
        <source>region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left (L) and right (R) are the subject&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> to </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of resampled stretches of clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers by region</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegionTrack</name>
    <message>
        <source>% of heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>density</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where on the face the heat lies, over time; left (L) and right (R) are the subject&apos;s. Click a name to pick out its region; the menu changes the measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> per time slot</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Regions</name>
    <message>
        <source>forehead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>glabella</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>brow R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>brow L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eye socket R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eye socket L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cheek R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cheek L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nasolabial R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nasolabial L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mouth corner R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mouth corner L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chin, jaw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>brows R, L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eyes R, L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cheeks R, L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nasolabial R, L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mouth corners</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Density (heat ÷ area)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the map&apos;s heat that lies in the region, in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the heat divided by the share of the area: 1 is the mean of the whole picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat for each pixel of the region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BDI-II points that the region adds to the raw score, or takes from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest pixel of the drawn map in the region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>% of heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>density</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>% of the heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>× the mean density</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No regions: the recording consists of aligned faces, for which no landmarks are known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This network has no signed evidence, so there are no points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions appear here when a recording is analysed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions appear here clip by clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The regions cannot be computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}. {text}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScoreCard</name>
    <message>
        <source>Score on the scale of severity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No score yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no score yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score {score} BDI-II points, {band}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SecondRecording</name>
    <message>
        <source>Stored analyses of the second recording cannot be looked through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The second recording cannot be analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session was not added to the library</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SessionChart</name>
    <message>
        <source>network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>known otherwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores over sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SessionForm</name>
    <message>
        <source>such as P-0815, never a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 to 63</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>separated by commas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient (pseudonym)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recorded on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BDI-II score known otherwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The date is written as 2026-03-31. It is not kept yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A BDI-II score is 0 to 63. It is not kept yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The known score is a number from 0 to 63. It is not kept yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{checkpoint}: {points}, {clips} clips, {date}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sound</name>
    <message>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume {volume} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording has no sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound off. It is heard forwards in real time, from a quarter to twice the speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sound cannot be played</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a face video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop it here, or click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mp4 · mov · mkv · avi · webm · folder of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open an STA-DRN checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>safetensors · pth · pt · ckpt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A synthetic person, explained by networks that learned from synthetic faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See what the network looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A face video and an STA-DRN checkpoint in, an explanation to scrub through out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Research use, not a diagnosis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Progress of the analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished clips are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the network is computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelling after this clip; finished clips are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clip {clip} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{stage} {clip}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate:.2f} {unit}/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds:.0f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>analysis cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>analysis failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>explained {clips}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>GPU, {name}, {memory} GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU, Apple</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU, 1 thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU, {count} threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} is not available; the CPU is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was made of {recording}, which is not there any more. Put the recording back, or open it from where it lies now together with the checkpoint: an analysis stored for them is found by content.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{recording} has changed since {name} was made of it. Open the recording and analyse it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: the recording cannot be read any more ({strerror}). Check its place and permissions.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline and playback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores, evidence, heat and faces over time. Up and Down zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} · frame {frame}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview of the whole recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole recording. Drag the window or its borders; double-click shows everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score of each clip in BDI-II points, over the four severity bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores appear here clip by clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clip {number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clips {number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (clamped)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} · score {score}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} · skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>explaining…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not explained yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed evidence: BDI-II points that each time slot adds to its clip&apos;s raw score, or takes from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>evidence {value:+.2f} points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean Grad-CAM++ of each time slot, weighted by the score when the views are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean heat {value}, weighted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean heat {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face found, held from the nearest frame, none, or not looked at yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>face not looked for yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>face found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no face here, nearest held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frame cannot be decoded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips that are explained, skipped, or still to do</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tool bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export picture, video, figure or tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished clips are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain every clip, the one under the playhead first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Real time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playback speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playback mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Real time drops frames when it must; every frame shows all of them and may run slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames are counted from 0, time from the first frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropped frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames left out since playback began, to keep real time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected range; or Shift and drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom the timeline out (Down, with the timeline in focus)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom the timeline in (Up, with the timeline in focus)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole recording (double-click on the timeline)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no recording open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frame {number} / {total} · {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>range {first} – {last}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrustBadge</name>
    <message>
        <source>Trust: plain Grad-CAM is not tested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only Grad-CAM++, signed evidence and guided backpropagation are tested, not plain Grad-CAM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust: not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{map}: the stored tests are not read yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust: {line}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Press for the tests.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrustPanel</name>
    <message>
        <source>Tests of the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What if?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Can this map be trusted? Each test with its question and its cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would the score be if a part of the face were neutral?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrustRows</name>
    <message>
        <source>All numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All numbers: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only clip {number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of {count} of {total} clips</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrustTasks</name>
    <message>
        <source>reading the clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions cannot be found in this clip: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This part of the face lies outside the aligned pictures. Choose another region or time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asking the model</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrustTests</name>
    <message>
        <source>Grad-CAM++</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The heatmap; times the score it is the same map, as one factor for a clip changes no order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each place adds to the raw score or takes from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided backpropagation always gets the test with random weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tested for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip {clip}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All {count} explained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be taken: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost: being found out…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost for each clip: {cost}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost: {cost}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no explained clip under the playhead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chosen tests are stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose tests above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together about {cost}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together {cost}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run 1 test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run {count} tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip {number}: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · {time} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrustWords</name>
    <message>
        <source>Grad-CAM++</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided backpropagation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no grades: for none of these numbers is it known from which value on a map deserves trust. Every test is about the model and its map, none about the person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {minutes:.0f} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {hours:.1f} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no passes of the model; some seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> ({low} to {high})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value:.0f} time slots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> ({draws} draws: {low} to {high})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random weights not tested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not tested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip {number}, {tested}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{map}, clip {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{head}: not tested.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{head}:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not tested: {missing}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clip {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} other clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random weights {value} in {whose}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ρ not defined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stability ρ </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>known truth: nothing moves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>known truth {hits} hits, chance {chance}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleting cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleting regions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} {gain:.1f} points worse than random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} {gain:.1f} points better than random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} {gain:.1f} points better than random, not beyond all draws</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>own mean map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time slots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>regions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Trusting</name>
    <message>
        <source>The tests of trust stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The question could not be answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no explained clip yet. Analyse the recording first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tests run the model again: open {name}, the checkpoint with which this analysis was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An analysis is running. Tests can begin when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cost of tests of trust is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped for something else; finished tests are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preparing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled; finished tests are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stored tests of trust cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TwoVideos</name>
    <message>
        <source>Open a second video, of another session or another task, to see it beside this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known error of the checkpoint: {error}. Light, distance and pose change scores too: a difference between two recordings is not yet a change of the person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a checkpoint to see maps and scores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale: that of the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale: own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two recordings side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second video…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another session of this patient, or any recording, beside this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain every clip of the second recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the second recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour scale of the right recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same network draws both, so its maps can share one scale; the bars state the limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The second playhead follows the first, so many seconds apart; time is never stretched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offset 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both count from their own beginning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playhead of the second recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the second recording by itself: linked, this sets the offset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other sessions of {whose}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No other session of {whose} in the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · {score} points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any recording…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open second video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {score} {band}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as at the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{stage}: {done} of {total} {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no such moment in this recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not analysed with the active checkpoint yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the time of the left, shifted by {offset}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each from its beginning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time (s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No clip is explained yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, clip {number}: {score} points, {band}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean {left} and {right}: {difference} points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds:+.2f} s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UserMessage</name>
    <message>
        <source>Open video…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open checkpoint…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ViewControls</name>
    <message>
        <source>
How far it can be believed: for the demo&apos;s network, which learned from synthetic faces, in recordings of
other people with one kind of action, Grad-CAM++ had its maximum where the face moved at 33 % (brow),
25 % (lids) and 79 % (mouth corners) of the moments; its mean over all recordings, which knows nothing
of the face, at 0, 0 and 88 %. Gradient × contrast with a face at rest (Analysis → Other methods) had it there
at 81, 90 and 92 %. Other networks may differ (resources/checkpoints/README.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grad-CAM++ times the score, as in the paper (eq. 18): stronger where the score is higher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grad-CAM++ without the score: where the evidence lies, whatever the score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grad-CAM, for comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each place adds to the raw score or takes from it, in BDI-II points (last stage, not in MDN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One scale for the whole recording: frames can be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One scale for each clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each frame has its own scale: frames cannot be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inferno</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jet (as in the paper)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour scale over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity over the face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Placed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided backpropagation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours end at, of the largest value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upper limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} of the colour scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interpolated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Native</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear between the centres of cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every cell as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Placement of cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At their centres</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual resize</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the network&apos;s strides put them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As other people&apos;s figures do; STA-DRN&apos;s maps shift by 15.5 px and 3.5 sampled frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Magnitude</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cyan below 0, yellow above, around neutral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest absolute value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the guided map end at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the largest value at which the colours end; few pixels reach it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the 68 landmarks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit: {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the heatmap shows (W: weighted by the score or not)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over what the limits of the colour scale are taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the heatmap over the face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the heatmap over the face (+ and −)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Viewing</name>
    <message>
        <source>Frame {frame_index} (at {pts_seconds:.2f} s) cannot be decoded, as the file is damaged there. Such frames are shown as an empty picture; an analysis takes them for frames without a face. Copy the file again from where it was recorded, if you can.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged in places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was opened, with a warning</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WhatIf</name>
    <message>
        <source>Blurred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each picture blurred there until no feature of a face is left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip&apos;s mean colour instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>if this part of the face were neutral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is how the model behaves with pictures unlike those it has learned from. It says nothing of what the person would be like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So the model behaves; it says nothing of the person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left and right are the person&apos;s own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made neutral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What if?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made neutral by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions of the face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region: {region}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no explained clip under the playhead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tests are running. Questions can be asked when they have ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one region or several.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost: 1 pass{time}, plus reading.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time: choose a place with an explained clip.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clip {number}, frames {first} to {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time: {frames}, the selected range within {whole}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time: all of {whole}. The selected range lies outside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time: all of {whole}. Keys I and O select a part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{stage}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clip {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parts}; {time}; {how}; {share} of the clip&apos;s pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A score below 0 is shown as 0; before that: {raw}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{before} → {after} points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frames {first} to {last}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
    <message>
        <source>Open video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open stored analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The batch in {folder} can go on where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A batch was not finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of analyses says why some failed, and what to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open each analysis from the list, or from the session library.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>{name} cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stored analysis cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyses cannot be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame {frame_index} cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The analysis cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{type}: {error}. This is a fault of the program; its log has the details. Your files and results are as they were.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>{name} cannot be loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing the demo…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine cannot be loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The face at this place in frame {playhead} is followed. Analyse to see its map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another face is followed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An analysis needs a video and a checkpoint. Open a video first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An analysis needs a video and a checkpoint. Open a checkpoint first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to analyse yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored analyses cannot be looked through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for a stored analysis…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too few frames with a face were found for any clip. Pick the face by hand, or use another stretch of video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No clip could be explained</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
