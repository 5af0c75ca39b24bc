<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>Pan et al., Expert Systems with Applications 2023, doi 10.1016/j.eswa.2023.121410</source>
        <translation>Pan 等，Expert Systems with Applications 2023，doi 10.1016/j.eswa.2023.121410</translation>
    </message>
    <message>
        <source>Shows what a network that estimates the severity of depression from a face video looked at.</source>
        <translation>显示一个由面部视频估计抑郁严重程度的网络看了哪里。</translation>
    </message>
    <message>
        <source>Research use, not a diagnosis. A score says nothing certain about a person.</source>
        <translation>仅供研究使用，不作诊断。评分不能对个人得出确定的结论。</translation>
    </message>
    <message>
        <source>version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>device</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>landmark model</source>
        <translation>关键点模型</translation>
    </message>
    <message>
        <source>trained on data licensed for non-commercial use</source>
        <translation>其训练数据仅许可非商业用途</translation>
    </message>
    <message>
        <source>analyses</source>
        <translation>分析结果</translation>
    </message>
    <message>
        <source>preferences</source>
        <translation>偏好设置</translation>
    </message>
    <message>
        <source>log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>AnalysisRun</name>
    <message>
        <source>The analysis stopped</source>
        <translation>分析已停止</translation>
    </message>
    <message>
        <source>Fewer clips at a time</source>
        <translation>减少同时计算的片段</translation>
    </message>
    <message>
        <source>The recording is damaged in places</source>
        <translation>录像有部分损坏</translation>
    </message>
</context>
<context>
    <name>AnalysisSettings</name>
    <message>
        <source>Stored</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>On demand</source>
        <translation>按需计算</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Kept as 8 bit, within 0.4 % of each frame&apos;s maximum; shown at once while scrubbing</source>
        <translation>以 8 位保存，误差不超过每帧最大值的 0.4 %；拖动时立即显示</translation>
    </message>
    <message>
        <source>Computed again when the playhead rests on a clip</source>
        <translation>播放头停在某片段时重新计算</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>不计算</translation>
    </message>
    <message>
        <source>As the published code computes</source>
        <translation>与已发表代码的算法一致</translation>
    </message>
    <message>
        <source>Products of 10 bits. Its errors have not been measured on your device</source>
        <translation>乘积为 10 位精度。尚未在您的设备上测量其误差</translation>
    </message>
    <message>
        <source>Products of 7 bits. Measured with the demo on a CPU: scores off by up to 0.1 points, heatmaps by 0.3 %, guided maps by 16 %</source>
        <translation>乘积为 7 位精度。用演示录像在 CPU 上测得：评分最多偏差 0.1 分，热图 0.3 %，引导图 16 %</translation>
    </message>
    <message>
        <source>Last stage (layer_4)</source>
        <translation>最后一级（layer_4）</translation>
    </message>
    <message>
        <source>Third stage</source>
        <translation>第三级</translation>
    </message>
    <message>
        <source>Second stage</source>
        <translation>第二级</translation>
    </message>
    <message>
        <source>First stage</source>
        <translation>第一级</translation>
    </message>
    <message>
        <source>Analysis settings</source>
        <translation>分析设置</translation>
    </message>
    <message>
        <source>Other settings make another analysis. Those that are stored stay.</source>
        <translation>更改设置会产生另一份分析。已存储的分析保持不变。</translation>
    </message>
    <message>
        <source>Clips take every n-th frame: 3 in the published code, 1 in the paper</source>
        <translation>片段每隔 n 帧取一帧：已发表代码为 3，论文为 1</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>As published</source>
        <translation>按已发表代码</translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation>连续</translation>
    </message>
    <message>
        <source>Spread evenly so that the last one ends at the last frame; clips overlap</source>
        <translation>均匀分布，使最后一个片段止于最后一帧；片段有重叠</translation>
    </message>
    <message>
        <source>Without overlap; only the last one is shifted back</source>
        <translation>无重叠；仅最后一个片段向前移</translation>
    </message>
    <message>
        <source>The closed form of Grad-CAM++ and the signed evidence hold at the last stage only, not in MDN</source>
        <translation>Grad-CAM++ 的闭式解和有符号证据仅在最后一级成立，在 MDN 中不成立</translation>
    </message>
    <message>
        <source>Guided maps</source>
        <translation>引导图</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Sample interval</source>
        <translation>采样间隔</translation>
    </message>
    <message>
        <source>Target layer</source>
        <translation>目标层</translation>
    </message>
    <message>
        <source>Guided backpropagation maps</source>
        <translation>引导反向传播图</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>使用这些设置</translation>
    </message>
    <message>
        <source>Open a video and a checkpoint to see the space needed.</source>
        <translation>打开视频和检查点后可查看所需空间。</translation>
    </message>
    <message>
        <source>Clips: {count}, of {length} frames; sample interval {interval}</source>
        <translation>片段：{count} 个，每个 {length} 帧；采样间隔 {interval}</translation>
    </message>
    <message>
        <source>needs up to {needed} · {free} are free</source>
        <translation>最多需要 {needed} · 可用 {free}</translation>
    </message>
    <message>
        <source>needs up to {needed} · {free} are free.
Free some space, or do not store guided maps.</source>
        <translation>最多需要 {needed} · 可用 {free}。
请释放空间，或不存储引导图。</translation>
    </message>
    <message>
        <source>{size} bytes</source>
        <translation>{size} 字节</translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <source>Means over each group&apos;s features. They say what a module multiplies by, not what raised the score.</source>
        <translation>每组特征的均值。它们说明模块用什么相乘，而不是什么提高了评分。</translation>
    </message>
    <message>
        <source>Places are attended to alike in the whole clip: only the face below changes with the playhead.</source>
        <translation>整个片段中对各位置的注意相同：只有下方的人脸随播放头变化。</translation>
    </message>
    <message>
        <source>Attention to moments in {module}</source>
        <translation>{module} 对各时刻的注意</translation>
    </message>
    <message>
        <source>From {lowest:.2g} to {highest:.2g} over the clip</source>
        <translation>片段内从 {lowest:.2g} 到 {highest:.2g}</translation>
    </message>
    <message>
        <source>time (s)</source>
        <translation>时间（秒）</translation>
    </message>
    <message>
        <source>group {number}</source>
        <translation>第 {number} 组</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Attention to places</source>
        <translation>对各位置的注意</translation>
    </message>
    <message>
        <source>{quantity}, group {number}</source>
        <translation>{quantity}，第 {number} 组</translation>
    </message>
    <message>
        <source>{rows}×{columns} cells of {stage}; one scale for all groups of the module</source>
        <translation>{stage} 的 {rows}×{columns} 个单元格；模块内各组共用一个标尺</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
</context>
<context>
    <name>Batch</name>
    <message>
        <source>Analyses in the background; click to see them</source>
        <translation>后台分析；点击查看</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批处理</translation>
    </message>
    <message>
        <source>Sample interval</source>
        <translation>采样间隔</translation>
    </message>
    <message>
        <source>Target layer</source>
        <translation>目标层</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Guided maps</source>
        <translation>引导图</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>as the checkpoint says</source>
        <translation>按检查点的设定</translation>
    </message>
    <message>
        <source>Clips take every n-th frame: 3 in the published code, 1 in the paper</source>
        <translation>片段每隔 n 帧取一帧：已发表代码为 3，论文为 1</translation>
    </message>
    <message>
        <source>As published</source>
        <translation>按已发表代码</translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation>连续</translation>
    </message>
    <message>
        <source>Spread so that the last one ends at the last frame; clips overlap</source>
        <translation>分布使最后一个片段止于最后一帧；片段有重叠</translation>
    </message>
    <message>
        <source>Without overlap; only the last one is shifted back</source>
        <translation>无重叠；仅最后一个片段向前移</translation>
    </message>
    <message>
        <source>Write an overlay video of each recording, too</source>
        <translation>同时为每个录像写出叠加视频</translation>
    </message>
    <message>
        <source>Faces in the overlay videos</source>
        <translation>叠加视频中的人脸</translation>
    </message>
    <message>
        <source>Quality of the videos, constant rate factor</source>
        <translation>视频质量，恒定速率因子</translation>
    </message>
    <message>
        <source>Lower is better and larger; at 18 a loss can hardly be seen.</source>
        <translation>数值越小质量越好、文件越大；18 时几乎看不出损失。</translation>
    </message>
    <message>
        <source>The recording&apos;s sound</source>
        <translation>录像的声音</translation>
    </message>
    <message>
        <source>A voice tells who speaks: it is left out where faces are hidden.</source>
        <translation>声音会透露说话的人：隐藏人脸时不保留声音。</translation>
    </message>
    <message>
        <source>The batch cannot be opened</source>
        <translation>无法打开批处理</translation>
    </message>
    <message>
        <source>The recordings cannot be analysed as a batch</source>
        <translation>这些录像无法作为批处理分析</translation>
    </message>
    <message>
        <source>The batch cannot be changed</source>
        <translation>无法更改批处理</translation>
    </message>
    <message>
        <source>The report was not saved</source>
        <translation>报告未保存</translation>
    </message>
    <message>
        <source>The batch in {folder} is running. Pause or stop it first.</source>
        <translation>{folder} 中的批处理正在运行。请先暂停或停止它。</translation>
    </message>
    <message>
        <source>{folder} holds no batch.json: no batch was begun there. Choose another folder.</source>
        <translation>{folder} 中没有 batch.json：该处未曾开始批处理。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The batch cannot go on</source>
        <translation>批处理无法继续</translation>
    </message>
    <message>
        <source>It cannot be told where {name} stands</source>
        <translation>无法得知 {name} 的进展</translation>
    </message>
    <message>
        <source>A folder for the results; each analysis has one of its own</source>
        <translation>存放结果的文件夹；每份分析各有一个子文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder for the results</source>
        <translation>选择存放结果的文件夹</translation>
    </message>
    <message>
        <source>The settings are those of the batch that is added to; they are the same for all of it.</source>
        <translation>设置沿用所添加到的批处理；整个批处理都相同。</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>Drop videos, folders of videos, or a table (CSV) with a column &apos;path&apos; here.</source>
        <translation>将视频、视频文件夹或含有“path”列的表格（CSV）拖放到此处。</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Drop checkpoints here. Those that are ticked are used.</source>
        <translation>将检查点拖放到此处。使用已勾选的检查点。</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Add checkpoints…</source>
        <translation>添加检查点…</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>存放结果的文件夹</translation>
    </message>
    <message>
        <source>Results in</source>
        <translation>结果位置</translation>
    </message>
    <message>
        <source>{name} cannot be used</source>
        <translation>{name} 无法使用</translation>
    </message>
    <message>
        <source>{name} analysed</source>
        <translation>{name} 已分析</translation>
    </message>
    <message>
        <source>Add recordings</source>
        <translation>添加录像</translation>
    </message>
    <message>
        <source>Add a folder of recordings</source>
        <translation>添加录像文件夹</translation>
    </message>
    <message>
        <source>Add checkpoints</source>
        <translation>添加检查点</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Analyses of the batch</source>
        <translation>批处理中的分析</translation>
    </message>
    <message>
        <source>done; clips explained: {clips}, without enough faces: {skipped}</source>
        <translation>完成；已解释片段：{clips}，人脸不足：{skipped}</translation>
    </message>
    <message>
        <source>done; clips explained: {clips}</source>
        <translation>完成；已解释片段：{clips}</translation>
    </message>
    <message>
        <source>failed: {reason}</source>
        <translation>失败：{reason}</translation>
    </message>
    <message>
        <source>waiting: {reason}</source>
        <translation>等待：{reason}</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>stopped; clips kept: {done}</source>
        <translation>已停止；已保留片段：{done}</translation>
    </message>
    <message>
        <source>waiting; clips kept: {done}</source>
        <translation>等待中；已保留片段：{done}</translation>
    </message>
    <message>
        <source>ends after the present step; what is computed is kept</source>
        <translation>当前步骤完成后结束；已计算的内容会保留</translation>
    </message>
    <message>
        <source>gives way to what you do in the window</source>
        <translation>让位于您在窗口中的操作</translation>
    </message>
    <message>
        <source>begins</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>{done} of {total} done, {failed} failed</source>
        <translation>已完成 {done}/{total}，失败 {failed}</translation>
    </message>
    <message>
        <source>{done} of {total} done</source>
        <translation>已完成 {done}/{total}</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>pausing after the present step</source>
        <translation>当前步骤完成后暂停</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>nothing is left to do</source>
        <translation>没有剩余任务</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
    <message>
        <source>Batch not finished</source>
        <translation>批处理未完成</translation>
    </message>
    <message>
        <source>Batch: {number} of {total}</source>
        <translation>批处理：第 {number} 项，共 {total} 项</translation>
    </message>
    <message>
        <source>Batch pausing, {ended} of {total} ended</source>
        <translation>批处理正在暂停，{ended}/{total} 已结束</translation>
    </message>
    <message>
        <source>Batch paused, {ended} of {total} ended</source>
        <translation>批处理已暂停，{ended}/{total} 已结束</translation>
    </message>
    <message>
        <source>Batch stopped, {ended} of {total} ended</source>
        <translation>批处理已停止，{ended}/{total} 已结束</translation>
    </message>
    <message>
        <source>Batch finished: {done} done, {failed} failed</source>
        <translation>批处理结束：完成 {done}，失败 {failed}</translation>
    </message>
    <message>
        <source>Batch finished: {done} done</source>
        <translation>批处理结束：完成 {done}</translation>
    </message>
    <message>
        <source>Analyses many recordings in the background, one after the other. What you do in the window goes first.</source>
        <translation>在后台逐个分析多个录像。您在窗口中的操作优先。</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>批处理进度</translation>
    </message>
    <message>
        <source>Add recordings…</source>
        <translation>添加录像…</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>重试失败项</translation>
    </message>
    <message>
        <source>The chosen ones that failed; all that failed where none is</source>
        <translation>重试选中的失败项；未选中时重试全部失败项</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Takes the chosen rows out of the batch; their files stay</source>
        <translation>将选中的行移出批处理；其文件保留</translation>
    </message>
    <message>
        <source>Open analysis</source>
        <translation>打开分析</translation>
    </message>
    <message>
        <source>Opens the recording with its analysis in the window</source>
        <translation>在窗口中打开录像及其分析</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>All analyses as a table, and what failed as a text beside it</source>
        <translation>所有分析存为表格，失败项另存为文本</translation>
    </message>
    <message>
        <source>Open a batch…</source>
        <translation>打开批处理…</translation>
    </message>
    <message>
        <source>Choose the folder of a batch begun here or by &apos;stadrn batch&apos;</source>
        <translation>选择在此处或由“stadrn batch”开始的批处理的文件夹</translation>
    </message>
    <message>
        <source>New batch…</source>
        <translation>新建批处理…</translation>
    </message>
    <message>
        <source>Back to the analyses</source>
        <translation>返回分析列表</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What is computed is kept; it can be continued at any time</source>
        <translation>已计算的内容会保留；可随时继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Open a batch</source>
        <translation>打开批处理</translation>
    </message>
    <message>
        <source>report.csv</source>
        <translation>report.csv</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>No analysis is in this batch.</source>
        <translation>此批处理中没有分析。</translation>
    </message>
    <message>
        <source>Results in {folder}</source>
        <translation>结果位于 {folder}</translation>
    </message>
    <message>
        <source>Written: {table}, and what failed: {text}</source>
        <translation>已写入：{table}；失败项：{text}</translation>
    </message>
    <message>
        <source>{done} of {total} analyses are done. When the window closes, the batch pauses: finished clips are kept, and the next start offers to continue. &apos;stadrn batch --out FOLDER&apos; continues it without the window.</source>
        <translation>{total} 份分析中已完成 {done} 份。关闭窗口时批处理会暂停：已完成的片段会保留，下次启动时可选择继续。“stadrn batch --out FOLDER”可不用窗口继续。</translation>
    </message>
    <message>
        <source>A batch is running</source>
        <translation>批处理正在运行</translation>
    </message>
    <message>
        <source>Keep the window open</source>
        <translation>保持窗口打开</translation>
    </message>
    <message>
        <source>Pause and close</source>
        <translation>暂停并关闭</translation>
    </message>
</context>
<context>
    <name>CheckpointList</name>
    <message>
        <source>{path}
Click to make it active. Right-click (or the menu key): name, colour, reference, close.</source>
        <translation>{path}
点击设为当前检查点。右键（或菜单键）：名称、颜色、参考、关闭。</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>untrained</source>
        <translation>未训练</translation>
    </message>
    <message>
        <source>the reference</source>
        <translation>参考检查点</translation>
    </message>
    <message>
        <source>Checkpoint {checkpoint}</source>
        <translation>检查点 {checkpoint}</translation>
    </message>
    <message>
        <source>None open</source>
        <translation>未打开</translation>
    </message>
</context>
<context>
    <name>CheckpointLooks</name>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Sky blue</source>
        <translation>天蓝色</translation>
    </message>
    <message>
        <source>Bluish green</source>
        <translation>蓝绿色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Vermilion</source>
        <translation>朱红色</translation>
    </message>
    <message>
        <source>Reddish purple</source>
        <translation>紫红色</translation>
    </message>
</context>
<context>
    <name>CheckpointMenu</name>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Pin as reference</source>
        <translation>设为参考</translation>
    </message>
    <message>
        <source>The other checkpoints are compared with this one</source>
        <translation>其他检查点与它比较</translation>
    </message>
    <message>
        <source>Close checkpoint</source>
        <translation>关闭检查点</translation>
    </message>
    <message>
        <source>Rename checkpoint</source>
        <translation>重命名检查点</translation>
    </message>
    <message>
        <source>Name of {file} in this window (leave it empty for its own)</source>
        <translation>{file} 在本窗口中的名称（留空则用其本名）</translation>
    </message>
</context>
<context>
    <name>ClipMethods</name>
    <message>
        <source>An analysis is running. Methods can be computed when it has ended.</source>
        <translation>分析正在运行。结束后才能计算其他方法。</translation>
    </message>
    <message>
        <source>Clip {clip} is not explained yet. Press Analyse in the window first.</source>
        <translation>片段 {clip} 尚未解释。请先在窗口中按“分析”。</translation>
    </message>
    <message>
        <source>Clip {clip} has too few faces to be explained: {reason}.</source>
        <translation>片段 {clip} 的人脸太少，无法解释：{reason}。</translation>
    </message>
    <message>
        <source>There is no analysis to take the clip from. Press Analyse in the window first.</source>
        <translation>没有可取片段的分析。请先在窗口中按“分析”。</translation>
    </message>
    <message>
        <source>The checkpoint of this analysis is not open.</source>
        <translation>此分析所用的检查点未打开。</translation>
    </message>
    <message>
        <source>Stopped, as something else had to be computed. What was finished is kept.</source>
        <translation>已停止，因为需要计算其他内容。已完成的部分会保留。</translation>
    </message>
    <message>
        <source>{method} needs an analysis at the last stage, layer_4, to take a baseline from</source>
        <translation>{method} 需要在最后一级 layer_4 的分析，才能取得基线</translation>
    </message>
    <message>
        <source>The methods were not computed</source>
        <translation>这些方法未能计算</translation>
    </message>
    <message>
        <source>Cancelled; finished maps are kept.</source>
        <translation>已取消；已完成的图会保留。</translation>
    </message>
    <message>
        <source>The maps cannot be drawn</source>
        <translation>无法绘制这些图</translation>
    </message>
</context>
<context>
    <name>Cohort</name>
    <message>
        <source>Where on the face a network&apos;s map lies in each recording. It compares maps of a network, not faces, and makes no diagnosis. Left (L) and right (R) are the subject&apos;s.</source>
        <translation>网络的图在每个录像中位于面部何处。比较的是网络的图，而不是人脸，也不作诊断。左（L）和右（R）以受试者为准。</translation>
    </message>
    <message>
        <source>Regions of many recordings</source>
        <translation>多个录像的区域</translation>
    </message>
    <message>
        <source>Save CSV…</source>
        <translation>保存 CSV…</translation>
    </message>
    <message>
        <source>Compare groups</source>
        <translation>比较组别</translation>
    </message>
    <message>
        <source>Rank tests between groups of recordings, with corrected p-values</source>
        <translation>录像组间的秩检验，p 值经校正</translation>
    </message>
    <message>
        <source>Show recordings</source>
        <translation>显示录像</translation>
    </message>
    <message>
        <source>A folder with the folders that &apos;stadrn explain&apos; wrote</source>
        <translation>包含“stadrn explain”所写文件夹的文件夹</translation>
    </message>
    <message>
        <source>labels.csv, or empty: bands of the network&apos;s own scores</source>
        <translation>labels.csv；留空则按网络自身评分的等级</translation>
    </message>
    <message>
        <source>A column of the labels that makes the groups</source>
        <translation>标签中用于分组的列</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Choose the labels</source>
        <translation>选择标签</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>Groups by</source>
        <translation>分组依据</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>请选择文件夹。</translation>
    </message>
    <message>
        <source>The recordings cannot be shown</source>
        <translation>无法显示录像</translation>
    </message>
    <message>
        <source>Recordings: {count}; {quantity}. Colours from {low} to {high} {unit}; the background may lie beyond.</source>
        <translation>录像：{count} 个；{quantity}。颜色范围 {low} 至 {high} {unit}；背景可能超出此范围。</translation>
    </message>
    <message>
        <source>Recordings in which much of the heat lies outside the face: {count}</source>
        <translation>大部分热量位于面部之外的录像：{count} 个</translation>
    </message>
    <message>
        <source>Left out: {reason}</source>
        <translation>未包括：{reason}</translation>
    </message>
    <message>
        <source>The groups cannot be compared</source>
        <translation>无法比较组别</translation>
    </message>
    <message>
        <source>Groups by {column}: {count} of {tests} tests below 0.05 after Holm</source>
        <translation>按 {column} 分组：Holm 校正后 {tests} 项检验中有 {count} 项低于 0.05</translation>
    </message>
    <message>
        <source> and </source>
        <translation> 和 </translation>
    </message>
    <message>
        <source>{name}, {groups}: {effect_name} {effect:+.2f}, p {p:.3f}</source>
        <translation>{name}，{groups}：{effect_name} {effect:+.2f}，p {p:.3f}</translation>
    </message>
    <message>
        <source>Without a group: {recording} ({reason})</source>
        <translation>无组别：{recording}（{reason}）</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Choose labels</source>
        <translation>选择标签</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>The table was not written</source>
        <translation>表格未写入</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
</context>
<context>
    <name>CohortTable</name>
    <message>
        <source>recording</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>group</source>
        <translation>组别</translation>
    </message>
    <message>
        <source>Recordings by region</source>
        <translation>各录像的区域数值</translation>
    </message>
</context>
<context>
    <name>CohortTasks</name>
    <message>
        <source>{run} by region</source>
        <translation>{run}：按区域计算</translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>no scale yet</source>
        <translation>尚无标尺</translation>
    </message>
    <message>
        <source>{mode} so far</source>
        <translation>{mode}（暂定）</translation>
    </message>
    <message>
        <source>Colour scale: {text}</source>
        <translation>颜色标尺：{text}</translation>
    </message>
    <message>
        <source>{limits} and beyond</source>
        <translation>{limits} 及以上</translation>
    </message>
    <message>
        <source>{limits} so far</source>
        <translation>{limits}（暂定）</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Fill the centre with the original</source>
        <translation>中央仅显示原图</translation>
    </message>
    <message>
        <source>Fill the centre with the aligned face</source>
        <translation>中央仅显示对齐人脸</translation>
    </message>
    <message>
        <source>Fill the centre with the heatmap</source>
        <translation>中央仅显示热图</translation>
    </message>
    <message>
        <source>Fill the centre with the guided map</source>
        <translation>中央仅显示引导图</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>Open video…</source>
        <translation>打开视频…</translation>
    </message>
    <message>
        <source>Open folder of images…</source>
        <translation>打开图像文件夹…</translation>
    </message>
    <message>
        <source>Open checkpoint…</source>
        <translation>打开检查点…</translation>
    </message>
    <message>
        <source>Open stored analysis…</source>
        <translation>打开已存储的分析…</translation>
    </message>
    <message>
        <source>Session library…</source>
        <translation>会话库…</translation>
    </message>
    <message>
        <source>Batch…</source>
        <translation>批处理…</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>打开演示</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Figure…</source>
        <translation>制图…</translation>
    </message>
    <message>
        <source>Session report…</source>
        <translation>会话报告…</translation>
    </message>
    <message>
        <source>Copy frame</source>
        <translation>复制当前帧</translation>
    </message>
    <message>
        <source>Copy figure</source>
        <translation>复制图</translation>
    </message>
    <message>
        <source>Copy the methods paragraph</source>
        <translation>复制方法段落</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>偏好设置…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Analyse with all open checkpoints</source>
        <translation>用所有打开的检查点分析</translation>
    </message>
    <message>
        <source>Cancel the analysis</source>
        <translation>取消分析</translation>
    </message>
    <message>
        <source>Analysis settings…</source>
        <translation>分析设置…</translation>
    </message>
    <message>
        <source>Other methods…</source>
        <translation>其他方法…</translation>
    </message>
    <message>
        <source>Regions of many recordings…</source>
        <translation>多个录像的区域…</translation>
    </message>
    <message>
        <source>Follow the largest face</source>
        <translation>跟随最大的人脸</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>Ten frames back</source>
        <translation>后退十帧</translation>
    </message>
    <message>
        <source>Ten frames on</source>
        <translation>前进十帧</translation>
    </message>
    <message>
        <source>One clip back</source>
        <translation>后退一个片段</translation>
    </message>
    <message>
        <source>One clip on</source>
        <translation>前进一个片段</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>第一帧</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>最后一帧</translation>
    </message>
    <message>
        <source>Play backwards, again for faster</source>
        <translation>倒放，再按加速</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play, again for faster</source>
        <translation>播放，再按加速</translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation>开关声音</translation>
    </message>
    <message>
        <source>Next face that is hard to judge</source>
        <translation>下一处难以判断的人脸</translation>
    </message>
    <message>
        <source>Previous face that is hard to judge</source>
        <translation>上一处难以判断的人脸</translation>
    </message>
    <message>
        <source>Begin the range here</source>
        <translation>区间从此处开始</translation>
    </message>
    <message>
        <source>End the range here</source>
        <translation>区间到此处结束</translation>
    </message>
    <message>
        <source>Select no range</source>
        <translation>取消区间</translation>
    </message>
    <message>
        <source>Set a mark here, or on the range</source>
        <translation>在此处或区间上设标记</translation>
    </message>
    <message>
        <source>Move the chosen mark here, or onto the range</source>
        <translation>将所选标记移到此处或区间</translation>
    </message>
    <message>
        <source>Next mark</source>
        <translation>下一个标记</translation>
    </message>
    <message>
        <source>Previous mark</source>
        <translation>上一个标记</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>All four views; close a message</source>
        <translation>显示全部四个视图；关闭消息</translation>
    </message>
    <message>
        <source>Weighted by the score or not</source>
        <translation>是否按评分加权</translation>
    </message>
    <message>
        <source>Native cells or interpolated</source>
        <translation>原始单元格或插值</translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation>关键点</translation>
    </message>
    <message>
        <source>Heatmap more opaque</source>
        <translation>热图更不透明</translation>
    </message>
    <message>
        <source>Heatmap less opaque</source>
        <translation>热图更透明</translation>
    </message>
    <message>
        <source>Zoom the timeline in</source>
        <translation>放大时间轴</translation>
    </message>
    <message>
        <source>Zoom the timeline out</source>
        <translation>缩小时间轴</translation>
    </message>
    <message>
        <source>Whole recording on the timeline</source>
        <translation>时间轴显示整个录像</translation>
    </message>
    <message>
        <source>Session panel</source>
        <translation>会话面板</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>查找命令…</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>快捷键…</translation>
    </message>
    <message>
        <source>Log and report…</source>
        <translation>日志与报告…</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Checkpoints side by side</source>
        <translation>并排显示检查点</translation>
    </message>
    <message>
        <source>Flip between two checkpoints (A/B)</source>
        <translation>在两个检查点间切换（A/B）</translation>
    </message>
    <message>
        <source>Another checkpoint against the reference</source>
        <translation>换另一个检查点与参考比较</translation>
    </message>
    <message>
        <source>Shared or own colour scales</source>
        <translation>共用或各自的颜色标尺</translation>
    </message>
    <message>
        <source>Pin the active checkpoint as reference, or unpin it</source>
        <translation>将当前检查点设为参考，或取消</translation>
    </message>
    <message>
        <source>Rename the active checkpoint…</source>
        <translation>重命名当前检查点…</translation>
    </message>
    <message>
        <source>Close the active checkpoint</source>
        <translation>关闭当前检查点</translation>
    </message>
</context>
<context>
    <name>CompareCharts</name>
    <message>
        <source>The maps cannot be compared: see the notes below</source>
        <translation>这些图无法比较：见下方说明</translation>
    </message>
    <message>
        <source>{name}
clip {number}: {score} points, {severity}</source>
        <translation>{name}
片段 {number}：{score} 分，{severity}</translation>
    </message>
    <message>
        <source>Scores over time</source>
        <translation>评分随时间变化</translation>
    </message>
    <message>
        <source>A step for each clip; clips may overlap</source>
        <translation>每个片段一级；片段可能重叠</translation>
    </message>
    <message>
        <source>time (s)</source>
        <translation>时间（秒）</translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation>BDI-II 分</translation>
    </message>
    <message>
        <source>No clip is explained yet</source>
        <translation>尚未解释任何片段</translation>
    </message>
    <message>
        <source>{checkpoint} and {reference}
clip {number}: {value:.2f}</source>
        <translation>{checkpoint} 与 {reference}
片段 {number}：{value:.2f}</translation>
    </message>
    <message>
        <source>Map correlation with the reference</source>
        <translation>与参考的图相关</translation>
    </message>
    <message>
        <source>Hottest tenth shared with the reference</source>
        <translation>与参考共有的最热十分之一</translation>
    </message>
    <message>
        <source>Spearman over all cells of a clip; dashed: other clips</source>
        <translation>片段全部单元格的 Spearman 相关；虚线：其他片段</translation>
    </message>
    <message>
        <source>Jaccard; dashed: by chance</source>
        <translation>Jaccard；虚线：随机水平</translation>
    </message>
    <message>
        <source>Spearman&apos;s ρ</source>
        <translation>Spearman ρ</translation>
    </message>
    <message>
        <source>Jaccard index</source>
        <translation>Jaccard 指数</translation>
    </message>
    <message>
        <source>{checkpoint} − {reference}
clip {number}: {difference} points</source>
        <translation>{checkpoint} − {reference}
片段 {number}：{difference} 分</translation>
    </message>
    <message>
        <source>Bland–Altman against the reference</source>
        <translation>与参考的 Bland–Altman 图</translation>
    </message>
    <message>
        <source>A point for each clip; line: bias, dashed: ± 1.96 SD</source>
        <translation>每个片段一个点；实线：偏差，虚线：± 1.96 SD</translation>
    </message>
    <message>
        <source>mean of both scores (points)</source>
        <translation>两个评分的均值（分）</translation>
    </message>
    <message>
        <source>difference (points)</source>
        <translation>差值（分）</translation>
    </message>
    <message>
        <source>No clip is explained in both, or clips are cut differently</source>
        <translation>没有两者都已解释的片段，或片段划分不同</translation>
    </message>
    <message>
        <source>Where on the face</source>
        <translation>面部何处</translation>
    </message>
    <message>
        <source>Mean over clips; lines: 95 % intervals of resampled clips</source>
        <translation>片段均值；线段：片段重采样的 95 % 区间</translation>
    </message>
    <message>
        <source>signed evidence (points)</source>
        <translation>有符号证据（分）</translation>
    </message>
    <message>
        <source>share of the Grad-CAM++ heat (%)</source>
        <translation>占 Grad-CAM++ 热量的比例（%）</translation>
    </message>
    <message>
        <source>No landmarks are known, so there are no regions</source>
        <translation>没有关键点，因此没有区域</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>检查点对</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Bias (points)</source>
        <translation>偏差（分）</translation>
    </message>
    <message>
        <source>Limits of agreement</source>
        <translation>一致性界限</translation>
    </message>
    <message>
        <source>Map ρ (other clips)</source>
        <translation>图 ρ（其他片段）</translation>
    </message>
    <message>
        <source>Hottest tenth (chance)</source>
        <translation>最热十分之一（随机）</translation>
    </message>
</context>
<context>
    <name>CompareLegend</name>
    <message>
        <source>Compared checkpoints</source>
        <translation>所比较的检查点</translation>
    </message>
    <message>
        <source>no score</source>
        <translation>无评分</translation>
    </message>
    <message>
        <source>mean {score} points, {severity}</source>
        <translation>均值 {score} 分，{severity}</translation>
    </message>
    <message>
        <source>{mean} · reference</source>
        <translation>{mean} · 参考</translation>
    </message>
</context>
<context>
    <name>CompareNumbers</name>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Two or more checkpoints have to be analysed.</source>
        <translation>至少须用两个检查点完成分析。</translation>
    </message>
    <message>
        <source>Bias and limits of agreement (± 1.96 SD) after Bland and Altman 1986, over the clips explained in both. Beside map correlation and overlap: what maps of different moments, or chance, would give.</source>
        <translation>按 Bland 和 Altman 1986 的偏差与一致性界限（± 1.96 SD），取两者都已解释的片段。图相关与重叠旁边：不同时刻的图或随机时的数值。</translation>
    </message>
    <message>
        <source>Agreement of each pair</source>
        <translation>各对检查点的一致性</translation>
    </message>
    <message>
        <source>Only what differs</source>
        <translation>仅显示差异</translation>
    </message>
    <message>
        <source>Save tables and figure…</source>
        <translation>保存表格和图…</translation>
    </message>
    <message>
        <source>The files that stadrn compare writes: CSV tables, comparison.pdf and comparison.png</source>
        <translation>与 stadrn compare 所写的文件相同：CSV 表格、comparison.pdf 和 comparison.png</translation>
    </message>
    <message>
        <source>Configuration and metadata</source>
        <translation>配置与元数据</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>须知</translation>
    </message>
    <message>
        <source>The checkpoints cannot be compared</source>
        <translation>无法比较检查点</translation>
    </message>
    <message>
        <source>Comparing… {done} of {total}</source>
        <translation>正在比较… {done}/{total}</translation>
    </message>
    <message>
        <source>{pair}: bias {bias} points, map correlation {correlation}</source>
        <translation>{pair}：偏差 {bias} 分，图相关 {correlation}</translation>
    </message>
    <message>
        <source>The tab Regions has the numbers of one checkpoint</source>
        <translation>“区域”标签页有单个检查点的数值</translation>
    </message>
    <message>
        <source>{name}: mean {score:.1f} points</source>
        <translation>{name}：均值 {score:.1f} 分</translation>
    </message>
    <message>
        <source>Folder for tables and figure</source>
        <translation>存放表格和图的文件夹</translation>
    </message>
    <message>
        <source>The comparison cannot be saved</source>
        <translation>无法保存比较结果</translation>
    </message>
    <message>
        <source>Saving: {stage}, {done} of {total}</source>
        <translation>正在保存：{stage}，{done}/{total}</translation>
    </message>
    <message>
        <source>Tables (CSV), comparison.pdf and comparison.png are in {value}.</source>
        <translation>表格（CSV）、comparison.pdf 和 comparison.png 位于 {value}。</translation>
    </message>
    <message>
        <source>The comparison is saved</source>
        <translation>比较结果已保存</translation>
    </message>
</context>
<context>
    <name>CompareTables</name>
    <message>
        <source>Configuration and metadata of the checkpoints</source>
        <translation>检查点的配置与元数据</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>相同</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Two or more checkpoints are compared here. Open them, and analyse with each.</source>
        <translation>此处比较两个或更多检查点。请打开它们，并分别分析。</translation>
    </message>
    <message>
        <source>Grad-CAM++ of different networks has no common unit: places can be compared, brightness and numbers cannot, whatever the scale.</source>
        <translation>不同网络的 Grad-CAM++ 没有共同单位：无论用何标尺，位置可以比较，亮度和数值不可比较。</translation>
    </message>
    <message>
        <source>Only signed evidence has a common unit and can be subtracted</source>
        <translation>只有有符号证据有共同单位，可以相减</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Signed evidence, BDI-II points for each cell: the same unit for all networks</source>
        <translation>有符号证据，每个单元格的 BDI-II 分：所有网络单位相同</translation>
    </message>
    <message>
        <source>Grad-CAM++</source>
        <translation>Grad-CAM++</translation>
    </message>
    <message>
        <source>One scale</source>
        <translation>共用标尺</translation>
    </message>
    <message>
        <source>One colour scale for all checkpoints</source>
        <translation>所有检查点共用一个颜色标尺</translation>
    </message>
    <message>
        <source>Each checkpoint has the colour scale of its own maps: colours cannot be compared</source>
        <translation>每个检查点按自身的图取颜色标尺：颜色不可比较</translation>
    </message>
    <message>
        <source>Checkpoint held against the reference; the key holds the next</source>
        <translation>与参考比较的检查点；按键换下一个</translation>
    </message>
    <message>
        <source>Own scales</source>
        <translation>各自标尺</translation>
    </message>
    <message>
        <source>Not analysed with the present settings</source>
        <translation>尚未用当前设置分析</translation>
    </message>
    <message>
        <source>Analysed: shown as soon as another one is, too</source>
        <translation>已分析：另有一个也分析后即显示</translation>
    </message>
    <message>
        <source>Way of comparing</source>
        <translation>比较方式</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>比较的量</translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation>颜色标尺</translation>
    </message>
    <message>
        <source>Checkpoint held against the reference</source>
        <translation>与参考比较的检查点</translation>
    </message>
    <message>
        <source>Analyse with all open checkpoints</source>
        <translation>用所有打开的检查点分析</translation>
    </message>
    <message>
        <source>One after the other; what is stored is not computed again</source>
        <translation>依次进行；已存储的不再计算</translation>
    </message>
    <message>
        <source>Checkpoints compared</source>
        <translation>比较检查点</translation>
    </message>
    <message>
        <source>No face</source>
        <translation>无人脸</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>active</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Not explained in both, or no face</source>
        <translation>并非两者都已解释，或无人脸</translation>
    </message>
    <message>
        <source>score {difference} points</source>
        <translation>评分 {difference} 分</translation>
    </message>
    <message>
        <source>score {score} {severity}</source>
        <translation>评分 {score} {severity}</translation>
    </message>
    <message>
        <source>scale {limits}</source>
        <translation>标尺 {limits}</translation>
    </message>
</context>
<context>
    <name>Compared</name>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>划变</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>All checkpoints side by side, with one playhead, zoom and cursor</source>
        <translation>所有检查点并排，共用播放头、缩放和光标</translation>
    </message>
    <message>
        <source>Two checkpoints in one place, one after the other</source>
        <translation>两个检查点在同一位置轮流显示</translation>
    </message>
    <message>
        <source>Two checkpoints in one place, with a divider to drag</source>
        <translation>两个检查点在同一位置，可拖动分隔线</translation>
    </message>
    <message>
        <source>Signed evidence less that of the reference, in points</source>
        <translation>有符号证据减去参考的有符号证据，单位为分</translation>
    </message>
    <message>
        <source>Scores, agreement, regions and configurations compared</source>
        <translation>比较评分、一致性、区域和配置</translation>
    </message>
    <message>
        <source>Another recording beside this one, under the same checkpoint</source>
        <translation>同一检查点下，在旁边显示另一个录像</translation>
    </message>
    <message>
        <source>Analyses cannot be looked for</source>
        <translation>无法查找分析</translation>
    </message>
</context>
<context>
    <name>ComparedPair</name>
    <message>
        <source>Their aligned faces have different sizes: see them side by side</source>
        <translation>它们的对齐人脸尺寸不同：请并排查看</translation>
    </message>
    <message>
        <source>Divider between the two checkpoints</source>
        <translation>两个检查点之间的分隔线</translation>
    </message>
    <message>
        <source>Divider: drag it here or on the picture; arrow keys move it when it has the focus</source>
        <translation>分隔线：在此处或画面上拖动；获得焦点时可用方向键移动</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <source>It fits the settings of this analysis and cites what it rests on. Read it before you use it.</source>
        <translation>它与此分析的设置相符，并引用所依据的文献。使用前请阅读。</translation>
    </message>
    <message>
        <source>The methods paragraph is on the clipboard</source>
        <translation>方法段落已复制到剪贴板</translation>
    </message>
    <message>
        <source>The frame is on the clipboard</source>
        <translation>当前帧已复制到剪贴板</translation>
    </message>
    <message>
        <source>The frame was not copied</source>
        <translation>当前帧未能复制</translation>
    </message>
    <message>
        <source>The figure is on the clipboard</source>
        <translation>图已复制到剪贴板</translation>
    </message>
    <message>
        <source>The figure was not copied</source>
        <translation>图未能复制</translation>
    </message>
    <message>
        <source>The face is shown as it is. Choose otherwise under Export</source>
        <translation>人脸按原样显示。可在“导出”中另行选择</translation>
    </message>
    <message>
        <source>{faces}.</source>
        <translation>{faces}。</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>minimal</source>
        <translation>极轻</translation>
    </message>
    <message>
        <source>mild</source>
        <translation>轻度</translation>
    </message>
    <message>
        <source>moderate</source>
        <translation>中度</translation>
    </message>
    <message>
        <source>severe</source>
        <translation>重度</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>单帧</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>manual</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>Grad-CAM++ × score</source>
        <translation>Grad-CAM++ × 评分</translation>
    </message>
    <message>
        <source>Grad-CAM++</source>
        <translation>Grad-CAM++</translation>
    </message>
    <message>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
    <message>
        <source>Signed evidence</source>
        <translation>有符号证据</translation>
    </message>
    <message>
        <source>Grad-CAM++ × points</source>
        <translation>Grad-CAM++ × 分</translation>
    </message>
    <message>
        <source>Grad-CAM++, no unit</source>
        <translation>Grad-CAM++，无单位</translation>
    </message>
    <message>
        <source>Grad-CAM, no unit</source>
        <translation>Grad-CAM，无单位</translation>
    </message>
    <message>
        <source>BDI-II points per cell</source>
        <translation>每单元格 BDI-II 分</translation>
    </message>
    <message>
        <source>guided gradient</source>
        <translation>引导梯度</translation>
    </message>
    <message>
        <source>face turned away</source>
        <translation>人脸偏转</translation>
    </message>
    <message>
        <source>face too dark or too bright</source>
        <translation>人脸过暗或过亮</translation>
    </message>
    <message>
        <source>face small</source>
        <translation>人脸过小</translation>
    </message>
    <message>
        <source>face blurred</source>
        <translation>人脸模糊</translation>
    </message>
    <message>
        <source>parts of the face burnt out or black</source>
        <translation>人脸局部过曝或全黑</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>forehead</source>
        <translation>额部</translation>
    </message>
    <message>
        <source>glabella (frown)</source>
        <translation>眉间（皱眉处）</translation>
    </message>
    <message>
        <source>right brow</source>
        <translation>右眉</translation>
    </message>
    <message>
        <source>left brow</source>
        <translation>左眉</translation>
    </message>
    <message>
        <source>right eye socket</source>
        <translation>右眼眶</translation>
    </message>
    <message>
        <source>left eye socket</source>
        <translation>左眼眶</translation>
    </message>
    <message>
        <source>nose</source>
        <translation>鼻</translation>
    </message>
    <message>
        <source>right nasolabial fold</source>
        <translation>右鼻唇沟</translation>
    </message>
    <message>
        <source>left nasolabial fold</source>
        <translation>左鼻唇沟</translation>
    </message>
    <message>
        <source>right cheek</source>
        <translation>右颊</translation>
    </message>
    <message>
        <source>left cheek</source>
        <translation>左颊</translation>
    </message>
    <message>
        <source>right mouth corner</source>
        <translation>右口角</translation>
    </message>
    <message>
        <source>left mouth corner</source>
        <translation>左口角</translation>
    </message>
    <message>
        <source>lips</source>
        <translation>唇</translation>
    </message>
    <message>
        <source>chin and jaw</source>
        <translation>下颌</translation>
    </message>
    <message>
        <source>brow</source>
        <translation>眉</translation>
    </message>
    <message>
        <source>eye socket</source>
        <translation>眼眶</translation>
    </message>
    <message>
        <source>nasolabial fold</source>
        <translation>鼻唇沟</translation>
    </message>
    <message>
        <source>cheek</source>
        <translation>颊</translation>
    </message>
    <message>
        <source>mouth corner</source>
        <translation>口角</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>pixelated</source>
        <translation>像素化</translation>
    </message>
    <message>
        <source>landmarks only</source>
        <translation>仅关键点</translation>
    </message>
    <message>
        <source>drawn face</source>
        <translation>绘制人脸</translation>
    </message>
    <message>
        <source>De-identified: head blurred, guided maps and names left out</source>
        <translation>已去标识：头部模糊，不含引导图和姓名</translation>
    </message>
    <message>
        <source>De-identified: head pixelated, guided maps and names left out</source>
        <translation>已去标识：头部像素化，不含引导图和姓名</translation>
    </message>
    <message>
        <source>De-identified: landmarks only, guided maps and names left out</source>
        <translation>已去标识：仅关键点，不含引导图和姓名</translation>
    </message>
    <message>
        <source>De-identified: drawn face, the same for everybody; guided maps and names left out</source>
        <translation>已去标识：绘制的人脸，人人相同；不含引导图和姓名</translation>
    </message>
    <message>
        <source>published</source>
        <translation>按已发表代码</translation>
    </message>
    <message>
        <source>contiguous</source>
        <translation>连续</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>on demand</source>
        <translation>按需计算</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Score-weighted Grad-CAM++</source>
        <translation>按评分加权的 Grad-CAM++</translation>
    </message>
    <message>
        <source>The paper&apos;s map (eq. 18): where features lie that raise the score, times the score.</source>
        <translation>论文中的图（式 18）：提高评分的特征所在之处，乘以评分。</translation>
    </message>
    <message>
        <source>Shows only what raises the score; what lowers it is left out. Where the score is clamped at 0 there is no map.</source>
        <translation>只显示提高评分之处，不含降低评分之处。评分截断为 0 时没有图。</translation>
    </message>
    <message>
        <source>Grad-CAM++ × BDI-II points</source>
        <translation>Grad-CAM++ × BDI-II 分</translation>
    </message>
    <message>
        <source>Where features lie that raise the score, each channel weighted by its positive gradients.</source>
        <translation>提高评分的特征所在之处，每个通道按其正梯度加权。</translation>
    </message>
    <message>
        <source>Shows only what raises the score; what lowers it is left out. A map that hardly depends on the picture can look right.</source>
        <translation>只显示提高评分之处，不含降低评分之处。几乎不依赖画面的图也可能看起来合理。</translation>
    </message>
    <message>
        <source>Grad-CAM++, raw</source>
        <translation>Grad-CAM++，原始值</translation>
    </message>
    <message>
        <source>Where features lie that raise the score, each channel weighted by its mean gradient.</source>
        <translation>提高评分的特征所在之处，每个通道按其平均梯度加权。</translation>
    </message>
    <message>
        <source>Shows only what raises the score; what lowers it is left out. At early stages a mean gradient says little of any one place.</source>
        <translation>只显示提高评分之处，不含降低评分之处。在较早的级，平均梯度对单个位置说明很少。</translation>
    </message>
    <message>
        <source>raw output</source>
        <translation>原始输出</translation>
    </message>
    <message>
        <source>LayerCAM</source>
        <translation>LayerCAM</translation>
    </message>
    <message>
        <source>Where features lie that raise the score, weighted by the positive gradient at their own place.</source>
        <translation>提高评分的特征所在之处，按该处自身的正梯度加权。</translation>
    </message>
    <message>
        <source>Shows only what raises the score; what lowers it is left out. It marks even cells that on the whole lower it.</source>
        <translation>只显示提高评分之处，不含降低评分之处。总体上降低评分的单元格也会被标出。</translation>
    </message>
    <message>
        <source>HiResCAM</source>
        <translation>HiResCAM</translation>
    </message>
    <message>
        <source>By how much the features of each cell raise or lower the raw output, by their gradient at that place.</source>
        <translation>按该处的梯度，每个单元格的特征使原始输出升高或降低多少。</translation>
    </message>
    <message>
        <source>Exact at a last stage before average pooling; at earlier stages a first-order estimate.</source>
        <translation>在平均池化之前的最后一级是精确的；在较早的级是一阶估计。</translation>
    </message>
    <message>
        <source>How many points each cell adds to the clip&apos;s score or takes away; with the bias they sum to it, unclamped.</source>
        <translation>每个单元格使片段评分增加或减少多少分；加上偏置后其和等于未截断的评分。</translation>
    </message>
    <message>
        <source>A cell sees far more of the face than its square. Always taken at the last stage.</source>
        <translation>单元格所见的面部远大于其方块。总是取自最后一级。</translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation>BDI-II 分</translation>
    </message>
    <message>
        <source>Contrast evidence</source>
        <translation>对比证据</translation>
    </message>
    <message>
        <source>Signed evidence less that of a baseline: what is different here.</source>
        <translation>有符号证据减去基线的有符号证据：此处有何不同。</translation>
    </message>
    <message>
        <source>Says nothing of what both have in common. Always taken at the last stage.</source>
        <translation>不说明两者的共同之处。总是取自最后一级。</translation>
    </message>
    <message>
        <source>Integrated contrast</source>
        <translation>积分对比</translation>
    </message>
    <message>
        <source>How many points each place adds by differing from a face at rest; they sum to the difference in score.</source>
        <translation>每处因不同于静息人脸而增加多少分；其和等于评分之差。</translation>
    </message>
    <message>
        <source>Depends on the baseline chosen. Taken at the chosen stage, at the second where the last is chosen; its points are spread over a last-stage cell.</source>
        <translation>取决于所选基线。取自所选的级，若选最后一级则取第二级；其分值分布在一个最后一级的单元格内。</translation>
    </message>
    <message>
        <source>Gradient × contrast</source>
        <translation>梯度 × 对比</translation>
    </message>
    <message>
        <source>The same by one gradient, at the clip itself: a first-order estimate that needs no way from the baseline.</source>
        <translation>同上，但只用片段自身处的一个梯度：一阶估计，无需从基线出发的路径。</translation>
    </message>
    <message>
        <source>Its points do not sum to the difference in score. Depends on the baseline chosen, as above.</source>
        <translation>其分值之和不等于评分之差。同样取决于所选基线。</translation>
    </message>
    <message>
        <source>Score-CAM</source>
        <translation>Score-CAM</translation>
    </message>
    <message>
        <source>Where those channels are active that alone, as a mask on the clip, keep the score highest.</source>
        <translation>单独作为片段的蒙版时使评分最高的通道的活动之处。</translation>
    </message>
    <message>
        <source>Shows only what raises the score; what lowers it is left out. Masked clips are unlike any the network knows; only the first channels are looked at.</source>
        <translation>只显示提高评分之处，不含降低评分之处。加蒙版的片段与网络所知的都不同；只考察最前的通道。</translation>
    </message>
    <message>
        <source>feature map, weighted mean</source>
        <translation>特征图，加权平均</translation>
    </message>
    <message>
        <source>Input gradient</source>
        <translation>输入梯度</translation>
    </message>
    <message>
        <source>How strongly the raw output reacts to a small change of each pixel.</source>
        <translation>原始输出对每个像素微小变化的反应有多强。</translation>
    </message>
    <message>
        <source>Sensitivity, not contribution; noisy.</source>
        <translation>是敏感度，不是贡献；有噪声。</translation>
    </message>
    <message>
        <source>raw output per unit of input</source>
        <translation>每单位输入的原始输出</translation>
    </message>
    <message>
        <source>SmoothGrad</source>
        <translation>SmoothGrad</translation>
    </message>
    <message>
        <source>The input gradient, averaged over noisy copies of the clip.</source>
        <translation>对片段的加噪副本取平均的输入梯度。</translation>
    </message>
    <message>
        <source>Sensitivity, not contribution, and that of a noisy clip.</source>
        <translation>是敏感度，不是贡献，而且是加噪片段的敏感度。</translation>
    </message>
    <message>
        <source>Integrated gradients</source>
        <translation>积分梯度</translation>
    </message>
    <message>
        <source>How many points each pixel adds on the way from a neutral clip to this one; they sum to the difference.</source>
        <translation>从中性片段到此片段，每个像素增加多少分；其和等于差值。</translation>
    </message>
    <message>
        <source>Depends on the neutral clip chosen; the gap to the exact sum stands in the manifest.</source>
        <translation>取决于所选的中性片段；与精确和的差距记在清单中。</translation>
    </message>
    <message>
        <source>Guided backpropagation</source>
        <translation>引导反向传播</translation>
    </message>
    <message>
        <source>Edges of the face that reach the output along positive paths.</source>
        <translation>沿正向路径到达输出的面部边缘。</translation>
    </message>
    <message>
        <source>Nearly the same for a network with random weights (Adebayo 2018): it shows the picture more than the network.</source>
        <translation>权重随机的网络也几乎相同（Adebayo 2018）：它显示的更多是画面而不是网络。</translation>
    </message>
    <message>
        <source>guided raw output per unit of input</source>
        <translation>每单位输入的引导原始输出</translation>
    </message>
    <message>
        <source>Guided Grad-CAM++</source>
        <translation>引导 Grad-CAM++</translation>
    </message>
    <message>
        <source>Guided backpropagation where Grad-CAM++ sees evidence.</source>
        <translation>Grad-CAM++ 看到证据之处的引导反向传播。</translation>
    </message>
    <message>
        <source>Shows only what raises the score; what lowers it is left out. Its detail is guided backpropagation&apos;s, which says little of the network.</source>
        <translation>只显示提高评分之处，不含降低评分之处。其细节来自引导反向传播，对网络说明很少。</translation>
    </message>
    <message>
        <source>guided gradient × Grad-CAM++</source>
        <translation>引导梯度 × Grad-CAM++</translation>
    </message>
    <message>
        <source>Occlusion by region</source>
        <translation>按区域遮挡</translation>
    </message>
    <message>
        <source>By how many points the score falls when a region of the face is not to be seen.</source>
        <translation>看不到面部某区域时，评分下降多少分。</translation>
    </message>
    <message>
        <source>A hidden region is unlike any face the network knows; regions act together and do not add up.</source>
        <translation>被遮区域与网络所知的人脸都不同；各区域共同作用，不能相加。</translation>
    </message>
    <message>
        <source>attention, not attribution</source>
        <translation>是注意，不是归因</translation>
    </message>
    <message>
        <source>Random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>Does the map change when the network forgets what it has learned?</source>
        <translation>网络忘掉所学后，图会改变吗？</translation>
    </message>
    <message>
        <source>rank correlation of the map and that of the same network with all weights random; near 1: the map does not depend on what was learned, near 0: it does</source>
        <translation>该图与同一网络全部权重随机时的图的秩相关；接近 1：图不依赖所学，接近 0：依赖</translation>
    </message>
    <message>
        <source>Dependence on the picture</source>
        <translation>对画面的依赖</translation>
    </message>
    <message>
        <source>Is the map more than what this checkpoint shows for everyone?</source>
        <translation>该图是否不同于此检查点对所有人显示的图？</translation>
    </message>
    <message>
        <source>rank correlation of the map and the checkpoint&apos;s mean map over other clips; near 1: always the same map</source>
        <translation>该图与检查点在其他片段上的平均图的秩相关；接近 1：总是同样的图</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>稳定性</translation>
    </message>
    <message>
        <source>Does the map stay the same when the clip is mirrored, gets a little noise, or begins a moment later?</source>
        <translation>片段左右翻转、加少许噪声或稍晚开始时，图保持不变吗？</translation>
    </message>
    <message>
        <source>rank correlation of the map and that of the changed clip, put back; 1: the same</source>
        <translation>该图与变化后片段的图（还原后）的秩相关；1：相同</translation>
    </message>
    <message>
        <source>Pointing and relevance mass on known truth</source>
        <translation>已知真值上的指向与相关量</translation>
    </message>
    <message>
        <source>Does the map point where the synthetic face really moves?</source>
        <translation>图是否指向合成人脸真正运动之处？</translation>
    </message>
    <message>
        <source>share of time slots in which the map&apos;s maximum lies where the face moves; compare with chance</source>
        <translation>图的最大值位于面部运动处的时间段所占比例；请与随机水平比较</translation>
    </message>
    <message>
        <source>Deletion of time slots</source>
        <translation>删除时间段</translation>
    </message>
    <message>
        <source>What would the score be without one stretch of time, and does the map rank the stretches alike?</source>
        <translation>去掉一段时间后评分会是多少，图对各段的排序是否一致？</translation>
    </message>
    <message>
        <source>rank correlation of the map&apos;s sum over each part and the points that the part&apos;s neutralising takes away; 1: the map ranks the parts as the score does, 0: no better than a random order</source>
        <translation>图在各部分之和与该部分中性化所减分值的秩相关；1：图的排序与评分一致，0：不优于随机次序</translation>
    </message>
    <message>
        <source>Occlusion of regions</source>
        <translation>遮挡区域</translation>
    </message>
    <message>
        <source>What would the score be if one region of the face were neutral, and does the map rank regions alike?</source>
        <translation>面部某区域为中性时评分会是多少，图对各区域的排序是否一致？</translation>
    </message>
    <message>
        <source>Deletion and insertion of cells</source>
        <translation>删除与插入单元格</translation>
    </message>
    <message>
        <source>Does the score fall faster when the cells that the map calls relevant are taken away first?</source>
        <translation>先去掉图认为相关的单元格时，评分是否下降得更快？</translation>
    </message>
    <message>
        <source>points by which the area of deletion, most relevant first, lies below that of random orders; above 0 is better than random, and low and high are those of the draws</source>
        <translation>先删最相关者时，删除曲线下面积比随机次序低多少分；大于 0 优于随机，低值和高值取自各次抽取</translation>
    </message>
    <message>
        <source>Deletion and insertion of regions</source>
        <translation>删除与插入区域</translation>
    </message>
    <message>
        <source>Does the score fall faster when the regions that the map calls relevant are taken away first?</source>
        <translation>先去掉图认为相关的区域时，评分是否下降得更快？</translation>
    </message>
    <message>
        <source>the recording consists of aligned faces, for which no landmarks are known</source>
        <translation>录像由对齐人脸组成，其关键点未知</translation>
    </message>
    <message>
        <source>This checkpoint is untrained: its scores and maps mean nothing about the person.</source>
        <translation>此检查点未经训练：其评分和图不说明此人的任何情况。</translation>
    </message>
    <message>
        <source>aligning faces</source>
        <translation>正在对齐人脸</translation>
    </message>
    <message>
        <source>analysing</source>
        <translation>正在分析</translation>
    </message>
    <message>
        <source>comparing</source>
        <translation>正在比较</translation>
    </message>
    <message>
        <source>copying maps</source>
        <translation>正在复制图</translation>
    </message>
    <message>
        <source>deleting, then looking for what is left</source>
        <translation>正在删除，随后查找剩余内容</translation>
    </message>
    <message>
        <source>drawing</source>
        <translation>正在绘制</translation>
    </message>
    <message>
        <source>drawing key frames</source>
        <translation>正在绘制关键帧</translation>
    </message>
    <message>
        <source>drawing the figure</source>
        <translation>正在制图</translation>
    </message>
    <message>
        <source>explaining</source>
        <translation>正在解释</translation>
    </message>
    <message>
        <source>looking for recordings</source>
        <translation>正在查找录像</translation>
    </message>
    <message>
        <source>passes that methods share</source>
        <translation>各方法共用的计算</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>reading the recording</source>
        <translation>正在读取录像</translation>
    </message>
    <message>
        <source>summing over regions</source>
        <translation>正在按区域求和</translation>
    </message>
    <message>
        <source>testing</source>
        <translation>正在检验</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>writing figure</source>
        <translation>正在写出图</translation>
    </message>
    <message>
        <source>writing frames</source>
        <translation>正在写出帧</translation>
    </message>
    <message>
        <source>writing maps</source>
        <translation>正在写出图数据</translation>
    </message>
    <message>
        <source>writing overlay video</source>
        <translation>正在写出叠加视频</translation>
    </message>
    <message>
        <source>writing picture</source>
        <translation>正在写出图片</translation>
    </message>
    <message>
        <source>writing the report</source>
        <translation>正在写出报告</translation>
    </message>
    <message>
        <source>writing the table of frames</source>
        <translation>正在写出帧的表格</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>次计算</translation>
    </message>
    <message>
        <source>maps</source>
        <translation>图</translation>
    </message>
    <message>
        <source>files</source>
        <translation>个文件</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>arrays</source>
        <translation>个数组</translation>
    </message>
    <message>
        <source>recordings</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>figures</source>
        <translation>张图</translation>
    </message>
    <message>
        <source>patients</source>
        <translation>名患者</translation>
    </message>
    <message>
        <source>folders</source>
        <translation>个文件夹</translation>
    </message>
</context>
<context>
    <name>Dialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>{folder}: the analysis needs up to {value} GB, {value_2} GB are free. Free some space, or do not store guided maps.</source>
        <translation>{folder}：分析最多需要 {value} GB，空闲空间为 {value_2} GB。请腾出一些空间，或不存储引导图。</translation>
    </message>
    <message>
        <source>{torch_device} does not compute in {precision}. Choose {value}, or another device.</source>
        <translation>{torch_device} 不支持以 {precision} 计算。请选择 {value}，或换用其他设备。</translation>
    </message>
    <message>
        <source>{folder} holds the analysis of another recording, checkpoint or setting. Choose another folder.</source>
        <translation>{folder} 中是另一个录像、检查点或设置的分析。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>{source} does not exist. Check the path.</source>
        <translation>{source} 不存在。请检查路径。</translation>
    </message>
    <message>
        <source>{folder} holds a batch with other settings ({value}). Choose another folder, or the same settings.</source>
        <translation>{folder} 中的批处理使用了其他设置（{value}）。请选择其他文件夹，或使用相同的设置。</translation>
    </message>
    <message>
        <source>{source}: no recording is there. Name videos, a folder of videos, or a table of paths.</source>
        <translation>{source}：没有找到录像。请指定视频、视频文件夹或路径表。</translation>
    </message>
    <message>
        <source>{folder} cannot be read ({strerror}). Check its permissions.</source>
        <translation>无法读取 {folder}（{strerror}）。请检查其权限。</translation>
    </message>
    <message>
        <source>{table}: not a table that can be read ({error}). Save it as CSV in UTF-8.</source>
        <translation>{table}：不是可读取的表格（{error}）。请将其保存为 UTF-8 编码的 CSV。</translation>
    </message>
    <message>
        <source>{path}: not the plan of a batch that can be read ({error}). Remove the file and name recordings and checkpoints again; finished analyses are kept.</source>
        <translation>{path}：不是可读取的批处理计划（{error}）。请删除该文件，并重新指定录像和检查点；已完成的分析会保留。</translation>
    </message>
    <message>
        <source>{path} does not exist. Check the path of the checkpoint.</source>
        <translation>{path} 不存在。请检查检查点的路径。</translation>
    </message>
    <message>
        <source>{value} and {path} would have the same name {name}. Rename one of them, or name the folder that holds both.</source>
        <translation>{value} 和 {path} 会得到相同的名称 {name}。请重命名其中之一，或指定包含两者的文件夹。</translation>
    </message>
    <message>
        <source>{table}: it has no column &apos;path&apos;. Give it one with a recording in each row.</source>
        <translation>{table}：没有名为 &apos;path&apos; 的列。请添加该列，每行一个录像。</translation>
    </message>
    <message>
        <source>{table}, line {line_num}: {value} does not exist. Correct the path, or take the row out.</source>
        <translation>{table}，第 {line_num} 行：{value} 不存在。请更正路径，或删除该行。</translation>
    </message>
    <message>
        <source>{path} states its own configuration ({title}: {value}), which contradicts the options given. Leave them out.</source>
        <translation>{path} 已说明自己的配置（{title}：{value}），与给定的选项矛盾。请去掉这些选项。</translation>
    </message>
    <message>
        <source>{path} does not exist or is not a file. Choose a .safetensors, .pth, .pt or .ckpt file.</source>
        <translation>{path} 不存在或不是文件。请选择 .safetensors、.pth、.pt 或 .ckpt 文件。</translation>
    </message>
    <message>
        <source>{path} is empty. Copy the checkpoint again.</source>
        <translation>{path} 是空文件。请重新复制检查点。</translation>
    </message>
    <message>
        <source>{path} was written by a newer version (format {version}). Update this program to open it.</source>
        <translation>{path} 由更新的版本写入（格式 {version}）。请更新本程序后再打开。</translation>
    </message>
    <message>
        <source>{path}: the weights are not those it was written with (hash differs). Copy the file again.</source>
        <translation>{path}：权重与写入时不同（哈希值不符）。请重新复制该文件。</translation>
    </message>
    <message>
        <source>{path} is not a complete safetensors file ({error}). Copy or convert it again.</source>
        <translation>{path} 不是完整的 safetensors 文件（{error}）。请重新复制或转换。</translation>
    </message>
    <message>
        <source>{path}: its metadata cannot be read ({error}). Convert the original checkpoint again.</source>
        <translation>{path}：无法读取其元数据（{error}）。请重新转换原检查点。</translation>
    </message>
    <message>
        <source>{path} is cut short, damaged or not a PyTorch checkpoint. Copy it again, or choose another file.</source>
        <translation>{path} 不完整、已损坏或不是 PyTorch 检查点。请重新复制，或选择其他文件。</translation>
    </message>
    <message>
        <source>{path} cannot be written ({error}). Choose a folder with write access and free space.</source>
        <translation>无法写入 {path}（{error}）。请选择有写入权限和空闲空间的文件夹。</translation>
    </message>
    <message>
        <source>{path}: cells of {spatial_stride} of a face cannot be drawn on faces of {side} px. Compare checkpoints of the same frame size.</source>
        <translation>{path}：边长为人脸 {spatial_stride} 的单元格无法画在 {side} px 的人脸上。请比较人脸尺寸相同的检查点。</translation>
    </message>
    <message>
        <source>{path} and {path_2} are not the same recording. Compare checkpoints on one recording.</source>
        <translation>{path} 和 {path_2} 不是同一个录像。请在同一个录像上比较检查点。</translation>
    </message>
    <message>
        <source>{value} and {path} hold the same weights and configuration: there is nothing to compare. Leave one of them out.</source>
        <translation>{value} 和 {path} 的权重和配置相同，没有可比较的内容。请去掉其中之一。</translation>
    </message>
    <message>
        <source>{path} cannot be written: the name must end in {value}. Choose such a name.</source>
        <translation>无法写入 {path}：名称必须以 {value} 结尾。请选择这样的名称。</translation>
    </message>
    <message>
        <source>{path} is not the recording that was analysed. Open that one.</source>
        <translation>{path} 不是所分析的录像。请打开所分析的录像。</translation>
    </message>
    <message>
        <source>{path} cannot be written: no frame with a face is explained by all checkpoints. Finish the analyses.</source>
        <translation>无法写入 {path}：没有任何一帧有人脸且被所有检查点解释。请先完成分析。</translation>
    </message>
    <message>
        <source>{name} consists of aligned faces, whose landmarks are not known: there is nothing to draw. Choose blur, pixelate or drawn_face.</source>
        <translation>{name} 由已对齐的人脸组成，其关键点未知，没有可绘制的内容。请选择 blur、pixelate 或 drawn_face。</translation>
    </message>
    <message>
        <source>Landmarks of this face are not known: there is nothing to draw. Choose another way.</source>
        <translation>此人脸的关键点未知，没有可绘制的内容。请选择其他方式。</translation>
    </message>
    <message>
        <source>{path} cannot be written: no frame has both a face and a map. Analyse the recording first.</source>
        <translation>无法写入 {path}：没有任何一帧同时有人脸和图。请先分析录像。</translation>
    </message>
    <message>
        <source>{path} cannot be written: a second checkpoint&apos;s analysis of the recording is missing.</source>
        <translation>无法写入 {path}：缺少该录像用第二个检查点的分析。</translation>
    </message>
    <message>
        <source>The recipe was made of another recording, checkpoint or setting than this analysis.</source>
        <translation>该配方来自与此分析不同的录像、检查点或设置。</translation>
    </message>
    <message>
        <source>The recipe shows frame {value}, the recording has {num_frames}.</source>
        <translation>该配方显示第 {value} 帧，而录像只有 {num_frames} 帧。</translation>
    </message>
    <message>
        <source>The recipe compares {value} checkpoints, and the analyses of {value_2} of them are not named. Name the folders of all.</source>
        <translation>该配方比较 {value} 个检查点，其中 {value_2} 个的分析没有给出。请给出全部分析的文件夹。</translation>
    </message>
    <message>
        <source>{path} cannot be written: a de-identified figure carries no name. Leave the name out.</source>
        <translation>无法写入 {path}：去标识化的插图不能带名称。请去掉名称。</translation>
    </message>
    <message>
        <source>The figure would show nothing but guided maps, and {reason}. Add a column.</source>
        <translation>插图将只显示引导图，而{reason}。请添加一列。</translation>
    </message>
    <message>
        <source>{count} {what} do not fit into {width_mm} mm. Show fewer, or make the figure wider.</source>
        <translation>{count} {what} 放不进 {width_mm} mm。请减少内容，或加宽插图。</translation>
    </message>
    <message>
        <source>A filmstrip has one colour scale: choose that of the recording, or limits of your own.</source>
        <translation>胶片条只有一个颜色标尺：请选择录像的标尺，或自定义界限。</translation>
    </message>
    <message>
        <source>The font {font} is not installed. Choose another one.</source>
        <translation>没有安装字体 {font}。请选择其他字体。</translation>
    </message>
    <message>
        <source>{count} frames do not fit into {width_mm} mm. Show fewer, or make the figure wider.</source>
        <translation>{count} 帧放不进 {width_mm} mm。请减少帧数，或加宽插图。</translation>
    </message>
    <message>
        <source>No region has a number in this stretch of time. Analyse the recording, or choose another one.</source>
        <translation>这段时间内没有任何区域的数值。请分析录像，或选择另一段时间。</translation>
    </message>
    <message>
        <source>The figure begins at {start} s, where the recording has ended ({end} s).</source>
        <translation>插图从 {start} s 开始，而录像已在 {end} s 结束。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. {remedy}</source>
        <translation>无法写入 {path}：{reason}。{remedy}</translation>
    </message>
    <message>
        <source>{path} exists already. Choose another name, or allow it to be replaced.</source>
        <translation>{path} 已存在。请选择其他名称，或允许替换。</translation>
    </message>
    <message>
        <source>{path} exists already. Choose another name.</source>
        <translation>{path} 已存在。请选择其他名称。</translation>
    </message>
    <message>
        <source>All maps of this clip are so fine that they draw the face. Compute one of cells at the last stage as well, such as Grad-CAM++, or show faces as they are.</source>
        <translation>此片段的所有图都精细到会显出人脸。请再计算一幅最后阶段的单元格图（如 Grad-CAM++），或按原样显示人脸。</translation>
    </message>
    <message>
        <source>All attention of this network is so fine that it draws the face. Show faces as they are.</source>
        <translation>此网络的所有注意力图都精细到会显出人脸。请按原样显示人脸。</translation>
    </message>
    <message>
        <source>Maps at {layer} have {rows}×{columns} cells for a face, fine enough to draw its features. Analyse at a later stage, or show faces as they are.</source>
        <translation>{layer} 的图在每张人脸上有 {rows}×{columns} 个单元格，精细到会显出人脸特征。请在更靠后的阶段分析，或按原样显示人脸。</translation>
    </message>
    <message>
        <source>Guided maps draw the features of the face. Choose another picture, or faces as is.</source>
        <translation>引导图会画出人脸的特征。请选择其他图像，或按原样显示人脸。</translation>
    </message>
    <message>
        <source>{name}: no guided maps are stored. Choose another picture, or analyse with guided maps stored.</source>
        <translation>{name}：没有存储引导图。请选择其他图像，或在存储引导图的情况下分析。</translation>
    </message>
    <message>
        <source>{path} carries no recipe. Name a figure made by this program, or a recipe as .json.</source>
        <translation>{path} 不含配方。请指定由本程序生成的插图，或 .json 格式的配方。</translation>
    </message>
    <message>
        <source>{path}: cannot be read ({error}). Name a figure made by this program.</source>
        <translation>{path}：无法读取（{error}）。请指定由本程序生成的插图。</translation>
    </message>
    <message>
        <source>{path}: its recipe is not understood ({place}: {value}). A newer version of this program may have made it.</source>
        <translation>{path}：无法理解其配方（{place}：{value}）。它可能由本程序的更新版本生成。</translation>
    </message>
    <message>
        <source>{path} cannot be written: a report is a PDF. Choose a name that ends in .pdf.</source>
        <translation>无法写入 {path}：报告是 PDF。请选择以 .pdf 结尾的名称。</translation>
    </message>
    <message>
        <source>{path} cannot be written: no clip is explained yet. Analyse the recording first.</source>
        <translation>无法写入 {path}：尚无片段被解释。请先分析录像。</translation>
    </message>
    <message>
        <source>Parquet needs the package pyarrow. Install it with: {INSTALL_PARQUET}; or write CSV.</source>
        <translation>Parquet 需要 pyarrow 软件包。请用以下命令安装：{INSTALL_PARQUET}；或写为 CSV。</translation>
    </message>
    <message>
        <source>{target} cannot be written: the name must end in .png. Choose such a name.</source>
        <translation>无法写入 {target}：名称必须以 .png 结尾。请选择这样的名称。</translation>
    </message>
    <message>
        <source>Frame {frame_index} has no such picture ({note}). Choose another one.</source>
        <translation>第 {frame_index} 帧没有这种图像（{note}）。请选择其他帧。</translation>
    </message>
    <message>
        <source>{target} cannot be written: the name must end in .npz or .zarr. Choose such a name.</source>
        <translation>无法写入 {target}：名称必须以 .npz 或 .zarr 结尾。请选择这样的名称。</translation>
    </message>
    <message>
        <source>{path} has {num_frames} frames, the analysed recording {num_frames_2}. Open the recording that was analysed.</source>
        <translation>{path} 有 {num_frames} 帧，而所分析的录像有 {num_frames_2} 帧。请打开所分析的录像。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Try another folder.</source>
        <translation>无法写入 {path}：{reason}。请尝试其他文件夹。</translation>
    </message>
    <message>
        <source>A process that looks for faces ended unexpectedly, perhaps for lack of memory. Close other programs and start again: finished videos are kept.</source>
        <translation>寻找人脸的进程意外结束，可能是内存不足。请关闭其他程序后重新开始：已完成的视频会保留。</translation>
    </message>
    <message>
        <source>{parent}: the aligned faces of {name} cannot be kept there ({strerror}). Free some space, or set data.cache to a folder on another disk.</source>
        <translation>{parent}：无法在此保存 {name} 的对齐人脸（{strerror}）。请腾出一些空间，或将 data.cache 设为其他磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>{name}: a process that looks for faces ended unexpectedly, perhaps for lack of memory. Close other programs and start again: finished clips are kept. If it happens again, see what `stadrn doctor` says.</source>
        <translation>{name}：寻找人脸的进程意外结束，可能是内存不足。请关闭其他程序后重新开始：已完成的片段会保留。如果再次发生，请查看 `stadrn doctor` 的输出。</translation>
    </message>
    <message>
        <source>dlib&apos;s {purpose} {name} is not in the installed package {MODELS_PACKAGE}. Install it again with: python -m pip install --force-reinstall {MODELS_PACKAGE_2}</source>
        <translation>dlib 的 {purpose} {name} 不在已安装的软件包 {MODELS_PACKAGE} 中。请重新安装：python -m pip install --force-reinstall {MODELS_PACKAGE_2}</translation>
    </message>
    <message>
        <source>The landmark model {given} does not exist. Give the path of {LANDMARK_FILE}, or give none to use the one of the package {MODELS_PACKAGE}.</source>
        <translation>关键点模型 {given} 不存在。请给出 {LANDMARK_FILE} 的路径，或不给出，以使用软件包 {MODELS_PACKAGE} 中的模型。</translation>
    </message>
    <message>
        <source>dlib&apos;s {purpose} {name} is missing: the package {MODELS_PACKAGE} is not installed. Install it with: python -m pip install {MODELS_PACKAGE_2}</source>
        <translation>缺少 dlib 的 {purpose} {name}：没有安装软件包 {MODELS_PACKAGE}。请安装：python -m pip install {MODELS_PACKAGE_2}</translation>
    </message>
    <message>
        <source>The landmark model {landmark_file} gives {num_points} points, not 68. It has to be {LANDMARK_FILE}.</source>
        <translation>关键点模型 {landmark_file} 给出 {num_points} 个点，而不是 68 个。必须使用 {LANDMARK_FILE}。</translation>
    </message>
    <message>
        <source>dlib cannot read {landmark_file} and {name} beside or packaged: {error}. The landmark model has to be {LANDMARK_FILE}; download it again if it was cut short.</source>
        <translation>dlib 无法读取 {landmark_file} 以及旁边或软件包中的 {name}：{error}。关键点模型必须是 {LANDMARK_FILE}；如果文件不完整，请重新下载。</translation>
    </message>
    <message>
        <source>{path}: aligned faces are square, but these images are {width} × {height} px. Open them as images that are not aligned.</source>
        <translation>{path}：对齐的人脸应为正方形，而这些图像为 {width} × {height} px。请按未对齐的图像打开。</translation>
    </message>
    <message>
        <source>{file}: this is not an image that can be read; it may be cut short. Copy it again or take it out of the folder.</source>
        <translation>{file}：这不是可读取的图像，可能不完整。请重新复制，或将其移出文件夹。</translation>
    </message>
    <message>
        <source>{file}: the image is {width} × {height} px, but the first of this recording is {width_2} × {height_2} px. Put images of one size in a folder of their own.</source>
        <translation>{file}：该图像为 {width} × {height} px，而此录像的第一幅为 {width_2} × {height_2} px。请将尺寸相同的图像单独放在一个文件夹中。</translation>
    </message>
    <message>
        <source>{path}: there are no images in this folder ({value}). Choose the folder that holds them.</source>
        <translation>{path}：此文件夹中没有图像（{value}）。请选择包含图像的文件夹。</translation>
    </message>
    <message>
        <source>{folder}: the folder cannot be read ({strerror}). Check its permissions.</source>
        <translation>{folder}：无法读取该文件夹（{strerror}）。请检查其权限。</translation>
    </message>
    <message>
        <source>{file}: there is no such file. Check its name and place.</source>
        <translation>{file}：没有这个文件。请检查其名称和位置。</translation>
    </message>
    <message>
        <source>{file}: the file cannot be read ({strerror}). Check its permissions.</source>
        <translation>{file}：无法读取该文件（{strerror}）。请检查其权限。</translation>
    </message>
    <message>
        <source>{path} holds no weights ({found}). Choose a file with a state dict, such as best.pth.</source>
        <translation>{path} 不含权重（{found}）。请选择带有状态字典的文件，例如 best.pth。</translation>
    </message>
    <message>
        <source>{path} was stated to be {wish}, but its weights are those of {value}. Leave the option out.</source>
        <translation>{path} 被说明为 {wish}，但其权重属于 {value}。请去掉该选项。</translation>
    </message>
    <message>
        <source>{path} fits two kinds of network, {value}, whose weights look alike. State which one it is (--kind).</source>
        <translation>{path} 适合两种网络（{value}），它们的权重看起来相同。请说明是哪一种（--kind）。</translation>
    </message>
    <message>
        <source>{path} does not fit {title}: {value}. Copy or export it again.</source>
        <translation>{path} 与 {title} 不符：{value}。请重新复制或导出。</translation>
    </message>
    <message>
        <source>{path} has weights of other shapes: {value}. Choose a checkpoint of this network.</source>
        <translation>{path} 的权重形状不同：{value}。请选择此网络的检查点。</translation>
    </message>
    <message>
        <source>{path} holds NaN or infinite numbers in {value}: its training diverged. Choose another epoch.</source>
        <translation>{path} 的 {value} 中有 NaN 或无穷大：其训练已发散。请选择另一轮次。</translation>
    </message>
    <message>
        <source>{path} holds negative variances in {value}: the file is damaged. Copy it again.</source>
        <translation>{path} 的 {value} 中有负方差：文件已损坏。请重新复制。</translation>
    </message>
    <message>
        <source>{path} is not an STA-DRN checkpoint: it looks like {value}. Choose an STA-DRN checkpoint.</source>
        <translation>{path} 不是 STA-DRN 检查点：它看起来像 {value}。请选择 STA-DRN 检查点。</translation>
    </message>
    <message>
        <source>{path} describes no possible STA-DRN ({error}). Choose another file.</source>
        <translation>{path} 描述的不是可能的 STA-DRN（{error}）。请选择其他文件。</translation>
    </message>
    <message>
        <source>{folder}: a batch is at this recording. Pause or stop it, and delete the patient again.</source>
        <translation>{folder}：批处理正在处理此录像。请暂停或停止批处理，然后再次删除患者。</translation>
    </message>
    <message>
        <source>{path} knows no patient {pseudonym}. Choose a pseudonym of the list.</source>
        <translation>{path} 中没有患者 {pseudonym}。请选择列表中的化名。</translation>
    </message>
    <message>
        <source>{path} cannot be deleted ({value}). Close what uses it and delete the patient again.</source>
        <translation>无法删除 {path}（{value}）。请关闭正在使用它的程序，然后再次删除患者。</translation>
    </message>
    <message>
        <source>{path} cannot be made ({strerror}). Choose a folder of your own.</source>
        <translation>无法创建 {path}（{strerror}）。请选择您自己的文件夹。</translation>
    </message>
    <message>
        <source>{path} cannot be used ({error}). Close other programs that use it; if it is damaged, put it aside: recordings and analyses do not depend on it.</source>
        <translation>无法使用 {path}（{error}）。请关闭使用它的其他程序；如果它已损坏，请将其移开：录像和分析不依赖于它。</translation>
    </message>
    <message>
        <source>{path} was made by a newer version of this program. Use that one.</source>
        <translation>{path} 由本程序的更新版本创建。请使用该版本。</translation>
    </message>
    <message>
        <source>{folder} is not a folder. Choose the one below which the recordings lie now.</source>
        <translation>{folder} 不是文件夹。请选择录像现在所在的上级文件夹。</translation>
    </message>
    <message>
        <source>{path}: cannot be read ({strerror}). Check its place.</source>
        <translation>{path}：无法读取（{strerror}）。请检查其位置。</translation>
    </message>
    <message>
        <source>{path}: not an ELAN document ({error}). Save it in ELAN again.</source>
        <translation>{path}：不是 ELAN 文档（{error}）。请在 ELAN 中重新保存。</translation>
    </message>
    <message>
        <source>{path}, tier {tier} at {value} s: not of this recording ({error}). Nothing was imported.</source>
        <translation>{path}，层 {tier}，{value} s：不属于此录像（{error}）。没有导入任何内容。</translation>
    </message>
    <message>
        <source>{path}: written by a newer version of this program. Update it to see these marks.</source>
        <translation>{path}：由本程序的更新版本写入。请更新后查看这些标记。</translation>
    </message>
    <message>
        <source>{path}: the marks cannot be read ({strerror}). Check who may read it.</source>
        <translation>{path}：无法读取标记（{strerror}）。请检查谁有读取权限。</translation>
    </message>
    <message>
        <source>{path}: not a file of marks ({value}). Put a copy from a backup in its place, or move it away to begin anew.</source>
        <translation>{path}：不是标记文件（{value}）。请用备份替换它，或将其移开以重新开始。</translation>
    </message>
    <message>
        <source>{path}: the marks cannot be kept ({strerror}). Free some space, or check who may write there; they are still in the window and are saved with the next change.</source>
        <translation>{path}：无法保存标记（{strerror}）。请腾出一些空间，或检查谁有写入权限；标记仍在窗口中，会随下一次更改保存。</translation>
    </message>
    <message>
        <source>{path}: not a table ({error}). Save it as CSV in UTF-8.</source>
        <translation>{path}：不是表格（{error}）。请将其保存为 UTF-8 编码的 CSV。</translation>
    </message>
    <message>
        <source>{path}, line {line}: not a mark of this recording ({error}). Nothing was imported.</source>
        <translation>{path}，第 {line} 行：不是此录像的标记（{error}）。没有导入任何内容。</translation>
    </message>
    <message>
        <source>{path}: its columns have neither first_frame and last_frame nor start_seconds and end_seconds.</source>
        <translation>{path}：其列中既没有 first_frame 和 last_frame，也没有 start_seconds 和 end_seconds。</translation>
    </message>
    <message>
        <source>{name}: no face with landmarks is known, so none can be drawn.</source>
        <translation>{name}：没有已知关键点的人脸，因此无法绘制。</translation>
    </message>
    <message>
        <source>{path}: clip {value} has a face in only {value_2} of {value_3} frames, at least {LEAST_FACE_SHARE} are needed. Choose another clip, or another moment.</source>
        <translation>{path}：片段 {value} 的 {value_3} 帧中只有 {value_2} 帧有人脸，至少需要 {LEAST_FACE_SHARE}。请选择其他片段或其他时刻。</translation>
    </message>
    <message>
        <source>{name} has another size than {name_2}</source>
        <translation>{name} 与 {name_2} 的大小不同</translation>
    </message>
    <message>
        <source>No run has a group ({reasons}). Do the labels belong to these recordings?</source>
        <translation>没有任何运行有分组（{reasons}）。标签是否属于这些录像？</translation>
    </message>
    <message>
        <source>Groups share {value} subjects, such as {value_2}: the comparison is between different people. Group by something that a person has once.</source>
        <translation>各组共有 {value} 名受试者，例如 {value_2}：比较应在不同的人之间进行。请按每人只有一个值的项目分组。</translation>
    </message>
    <message>
        <source>&apos;{group_by}&apos; has {value} different values, more than {MOST_GROUPS} groups. Choose a column of groups, not of numbers.</source>
        <translation>&apos;{group_by}&apos; 有 {value} 个不同的值，多于 {MOST_GROUPS} 组。请选择分组列，而不是数值列。</translation>
    </message>
    <message>
        <source>{labels}: there is no column {column}; it has {value}.</source>
        <translation>{labels}：没有列 {column}；现有的列为 {value}。</translation>
    </message>
    <message>
        <source>{labels}: there is no column path; it has {value}.</source>
        <translation>{labels}：没有列 path；现有的列为 {value}。</translation>
    </message>
    <message>
        <source>--group-by {group_by} needs a column of a labels CSV. Give it with --labels.</source>
        <translation>--group-by {group_by} 需要标签 CSV 中的一列。请用 --labels 给出。</translation>
    </message>
    <message>
        <source>The runs were made with {value} different {what}, such as {value_2}: their maps cannot be compared. Give runs of one kind.</source>
        <translation>这些运行使用了 {value} 种不同的 {what}，例如 {value_2}：它们的图无法比较。请给出同一种运行。</translation>
    </message>
    <message>
        <source>{other} and {name} are runs of the same recording, which would count twice. Give one.</source>
        <translation>{other} 和 {name} 是同一个录像的运行，会被计算两次。请只给出一个。</translation>
    </message>
    <message>
        <source>{labels}: this is not a CSV file that can be read ({error}).</source>
        <translation>{labels}：这不是可读取的 CSV 文件（{error}）。</translation>
    </message>
    <message>
        <source>{labels}, row of {value}: {error}. Correct the row, or take it out.</source>
        <translation>{labels}，{value} 所在行：{error}。请改正或删除该行。</translation>
    </message>
    <message>
        <source>There is nothing to compare: one group only ({value}). Choose another column.</source>
        <translation>没有可比较的内容：只有一组（{value}）。请选择其他列。</translation>
    </message>
    <message>
        <source>Groups cannot be compared: fewer than {LEAST_UNITS} {what} in {value} ({listed}). Add recordings, or join groups in the labels.</source>
        <translation>无法比较各组：{value} 中的 {what} 少于 {LEAST_UNITS}（{listed}）。请添加录像，或在标签中合并分组。</translation>
    </message>
    <message>
        <source>{path} consists of aligned faces, for which no landmarks are stored: there are no regions. Analyse the original video.</source>
        <translation>{path} 由已对齐的人脸组成，没有存储关键点，因此没有区域。请分析原始视频。</translation>
    </message>
    <message>
        <source>{name}: frame {frame_index} has a face without landmarks. Analyse the recording again.</source>
        <translation>{name}：第 {frame_index} 帧的人脸没有关键点。请重新分析录像。</translation>
    </message>
    <message>
        <source>{path}: no clip is explained, so there are no regions. Finish the analysis first.</source>
        <translation>{path}：没有片段被解释，因此没有区域。请先完成分析。</translation>
    </message>
    <message>
        <source>{path} is not a stored analysis (no {STORE_NAME} and no {MANIFEST} in it). Give folders that &apos;stadrn explain&apos; wrote.</source>
        <translation>{path} 不是存储的分析（其中没有 {STORE_NAME}，也没有 {MANIFEST}）。请给出由 &apos;stadrn explain&apos; 写入的文件夹。</translation>
    </message>
    <message>
        <source>{path} is given twice. Give each analysis once.</source>
        <translation>{path} 给出了两次。每个分析只需给出一次。</translation>
    </message>
    <message>
        <source>There is no working sound output ({error}). Connect loudspeakers or headphones and choose them in the system&apos;s settings, then play again.</source>
        <translation>没有可用的声音输出（{error}）。请连接扬声器或耳机，在系统设置中选择它，然后重新播放。</translation>
    </message>
    <message>
        <source>The PortAudio library is missing, without which no sound can be played. Install it ({how}; other systems call it portaudio), then start the program again.</source>
        <translation>缺少 PortAudio 库，没有它无法播放声音。请安装（{how}；其他系统中名为 portaudio），然后重新启动程序。</translation>
    </message>
    <message>
        <source>{path} exists already. Open it, or choose another folder.</source>
        <translation>{path} 已存在。请打开它，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} is being written by another program. Wait until it has finished, or close it.</source>
        <translation>{path} 正由另一个程序写入。请等待其完成，或将其关闭。</translation>
    </message>
    <message>
        <source>{path} cannot be written ({error}). Choose a folder with write access.</source>
        <translation>无法写入 {path}（{error}）。请选择有写入权限的文件夹。</translation>
    </message>
    <message>
        <source>{path} is not a stored analysis (no {MANIFEST} in it). Choose a folder that this program wrote.</source>
        <translation>{path} 不是存储的分析（其中没有 {MANIFEST}）。请选择由本程序写入的文件夹。</translation>
    </message>
    <message>
        <source>{path}: its {MANIFEST} cannot be read ({value}). Delete the folder and analyse again.</source>
        <translation>{path}：无法读取其 {MANIFEST}（{value}）。请删除该文件夹并重新分析。</translation>
    </message>
    <message>
        <source>{path} is damaged ({value}). Delete the folder and analyse again.</source>
        <translation>{path} 已损坏（{value}）。请删除该文件夹并重新分析。</translation>
    </message>
    <message>
        <source>{value} cannot be read ({error}). Is the disk still there?</source>
        <translation>无法读取 {value}（{error}）。磁盘是否还在？</translation>
    </message>
    <message>
        <source>{path} cannot be written ({error}). Free some space and start again; finished clips are kept.</source>
        <translation>无法写入 {path}（{error}）。请腾出一些空间后重新开始；已完成的片段会保留。</translation>
    </message>
    <message>
        <source>{path} is not the checkpoint of this analysis, {name}: its weights or configuration differ. Give the checkpoint with which {path_2} was made.</source>
        <translation>{path} 不是此分析的检查点 {name}：其权重或配置不同。请给出生成 {path_2} 时所用的检查点。</translation>
    </message>
    <message>
        <source>{path}: clip {clip_index} cannot be tested ({reason}). Explained clips: {value}.</source>
        <translation>{path}：无法检验片段 {clip_index}（{reason}）。已解释的片段：{value}。</translation>
    </message>
    <message>
        <source>{path} has no signed evidence at its target layer. Choose another map.</source>
        <translation>{path} 在其目标层没有带符号的证据。请选择其他图。</translation>
    </message>
    <message>
        <source>{path} is of another checkpoint or has other cells than {path_2}. Give analyses by the same checkpoint with the same settings.</source>
        <translation>{path} 属于另一个检查点，或其单元格与 {path_2} 不同。请给出用同一检查点和相同设置得到的分析。</translation>
    </message>
    <message>
        <source>{file} belongs to another analysis. Delete it and run &apos;stadrn trust&apos; again.</source>
        <translation>{file} 属于另一个分析。请将其删除，并再次运行 &apos;stadrn trust&apos;。</translation>
    </message>
    <message>
        <source>{file} is damaged ({where}: {value}). Delete it and run &apos;stadrn trust&apos; again.</source>
        <translation>{file} 已损坏（{where}：{value}）。请将其删除，并再次运行 &apos;stadrn trust&apos;。</translation>
    </message>
    <message>
        <source>{store_path} is being written by another program. Wait until it has finished.</source>
        <translation>{store_path} 正由另一个程序写入。请等待其完成。</translation>
    </message>
    <message>
        <source>{path}: frame {target} (at {value} s) cannot be decoded; the file is damaged there. Copy it again from where it was recorded.</source>
        <translation>{path}：第 {target} 帧（{value} s 处）无法解码；文件在此处已损坏。请从录制处重新复制。</translation>
    </message>
    <message>
        <source>{path}: the file has changed since it was opened. Open it again.</source>
        <translation>{path}：文件自打开以来已改变。请重新打开。</translation>
    </message>
    <message>
        <source>{path}: the file cannot be read any more ({strerror}). Check its place and permissions.</source>
        <translation>{path}：该文件已无法读取（{strerror}）。请检查其位置和权限。</translation>
    </message>
    <message>
        <source>{path}: the file is empty (0 bytes). Copy it again from where it was recorded.</source>
        <translation>{path}：文件是空的（0 字节）。请从录制处重新复制。</translation>
    </message>
    <message>
        <source>{path}: there is no video in this file (it holds: {held}). Choose a file with a picture.</source>
        <translation>{path}：此文件中没有视频（其中有：{held}）。请选择含有画面的文件。</translation>
    </message>
    <message>
        <source>{path}: its video format cannot be decoded here. Convert the file to MP4 with H.264.</source>
        <translation>{path}：此处无法解码其视频格式。请将文件转换为 H.264 编码的 MP4。</translation>
    </message>
    <message>
        <source>{path}: this is not a video that can be read ({reason}). Choose a video file, or convert it to MP4 with H.264.</source>
        <translation>{path}：这不是可读取的视频（{reason}）。请选择视频文件，或将其转换为 H.264 编码的 MP4。</translation>
    </message>
    <message>
        <source>{path}: the file is cut short: the table of its frames (moov) is missing, which is written last. Copy it again from where it was recorded, or restore it with a repair tool for MP4 files.</source>
        <translation>{path}：文件不完整：缺少最后写入的帧表（moov）。请从录制处重新复制，或用 MP4 修复工具恢复。</translation>
    </message>
    <message>
        <source>{path}: its first frame cannot be decoded again. Copy the file again from where it was recorded.</source>
        <translation>{path}：其第一帧无法再次解码。请从录制处重新复制文件。</translation>
    </message>
    <message>
        <source>{path}: no frame of this video can be decoded: it is damaged. Copy it again from where it was recorded.</source>
        <translation>{path}：此视频没有任何一帧可以解码：它已损坏。请从录制处重新复制。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>导出内容</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>写入到</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Where to write</source>
        <translation>写入位置</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Choose where to write.</source>
        <translation>请选择写入位置。</translation>
    </message>
    <message>
        <source>The export was not written</source>
        <translation>导出未写入</translation>
    </message>
    <message>
        <source>{stage} · {done} of {total} {unit}</source>
        <translation>{stage} · {done}/{total} {unit}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>Written: {target}</source>
        <translation>已写入：{target}</translation>
    </message>
    <message>
        <source>Cancelled; nothing was left behind.</source>
        <translation>已取消；没有留下任何文件。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation>第 {number} 帧</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>maps</source>
        <translation>图</translation>
    </message>
    <message>
        <source>tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>explained</source>
        <translation>已解释</translation>
    </message>
    <message>
        <source>Writes the whole recording. Select a range (menu Range) to write less.</source>
        <translation>写出整个录像。选择区间（菜单“区间”）可只写一部分。</translation>
    </message>
    <message>
        <source>Writes frames {first} to {last}, the selected range.</source>
        <translation>写出第 {first} 至 {last} 帧，即所选区间。</translation>
    </message>
    <message>
        <source>Choose a folder to write into</source>
        <translation>选择写入的文件夹</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>The recording&apos;s sound</source>
        <translation>录像的声音</translation>
    </message>
    <message>
        <source>Copied as it is where the file takes it, else encoded as AAC</source>
        <translation>文件格式允许时原样复制，否则编码为 AAC</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Guided maps too (large)</source>
        <translation>包括引导图（较大）</translation>
    </message>
    <message>
        <source>Needs the package pyarrow (the extra &apos;parquet&apos;)</source>
        <translation>需要 pyarrow 包（附加项“parquet”）</translation>
    </message>
    <message>
        <source>Lower is better and larger; at 18 a loss can hardly be seen.</source>
        <translation>数值越小质量越好、文件越大；18 时几乎看不出损失。</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Quality of the video, constant rate factor</source>
        <translation>视频质量，恒定速率因子</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>单帧</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Frame sequence</source>
        <translation>帧序列</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Raw maps</source>
        <translation>原始图</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>The frame under the playhead as a PNG picture.</source>
        <translation>播放头处的帧，存为 PNG 图片。</translation>
    </message>
    <message>
        <source>A video (H.264) of every frame at its own time.</source>
        <translation>视频（H.264），每帧保持自身的时间。</translation>
    </message>
    <message>
        <source>A folder of PNG pictures, numbered as the recording&apos;s frames, with their times in frames.csv. A frame without such a picture has no file; the table says why.</source>
        <translation>PNG 图片文件夹，按录像的帧编号，时间见 frames.csv。没有相应画面的帧没有文件；表中说明原因。</translation>
    </message>
    <message>
        <source>A page with representative frames, the one under the playhead among them, and the timeline.</source>
        <translation>一页图：代表性的帧（包括播放头处的帧）和时间轴。</translation>
    </message>
    <message>
        <source>A session report (PDF): score over time, marks, key frames, regions, methods, sources and limits.</source>
        <translation>会话报告（PDF）：评分随时间变化、标记、关键帧、区域、方法、来源和局限。</translation>
    </message>
    <message>
        <source>Maps at native resolution, transforms and landmarks of the faces, times and scores. NPZ is one file that says what each array is; zarr is a copy of the stored analysis, which this program opens.</source>
        <translation>原始分辨率的图、人脸的变换与关键点、时间和评分。NPZ 是一个说明每个数组含义的文件；zarr 是已存储分析的副本，可由本程序打开。</translation>
    </message>
    <message>
        <source>Frames, clips, regions and tests of maps as tables, and summary.json (scores, settings, hashes, warnings), in a folder.</source>
        <translation>帧、片段、区域和图检验的表格，以及 summary.json（评分、设置、哈希、警告），存于一个文件夹。</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加图</translation>
    </message>
    <message>
        <source>Aligned face</source>
        <translation>对齐人脸</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Guided map</source>
        <translation>引导图</translation>
    </message>
    <message>
        <source>Original, aligned face and guided map with colour scales and scores</source>
        <translation>原图、对齐人脸和引导图，附颜色标尺和评分</translation>
    </message>
    <message>
        <source>The recording&apos;s frame with the heat on the face, at its own size</source>
        <translation>录像的帧，热图叠加在人脸上，保持原尺寸</translation>
    </message>
    <message>
        <source>The aligned face under its heat</source>
        <translation>热图下的对齐人脸</translation>
    </message>
    <message>
        <source>The heatmap alone</source>
        <translation>仅热图</translation>
    </message>
    <message>
        <source>The guided map alone; it draws the face, so only with faces as they are</source>
        <translation>仅引导图；它会描绘人脸，因此只在人脸不遮蔽时可用</translation>
    </message>
    <message>
        <source>The whole head of the person who is followed goes (the whole picture where no face was found). Clothes, room and other people stay, and somebody who knows the person may still recognise them.</source>
        <translation>所跟随人物的整个头部被遮蔽（未找到人脸时遮蔽整个画面）。衣着、房间和其他人仍保留，认识此人者仍可能认出。</translation>
    </message>
    <message>
        <source>The face can be recognised, and names may stand in the picture.</source>
        <translation>人脸可被认出，画面中可能出现姓名。</translation>
    </message>
    <message>
        <source>No pixel of the recording stays, but expression and proportions of the face do.</source>
        <translation>不保留录像的任何像素，但面部的表情和比例仍保留。</translation>
    </message>
    <message>
        <source>No pixel of the recording stays, nor the expression: the face is the same for everybody.</source>
        <translation>不保留录像的任何像素，也不保留表情：所有人的脸都相同。</translation>
    </message>
    <message>
        <source>Names, guided maps, sound and metadata are left out. Score, maps and times remain: the file is still sensitive data on somebody&apos;s health.</source>
        <translation>不含姓名、引导图、声音和元数据。评分、图和时间仍保留：文件仍是个人健康的敏感数据。</translation>
    </message>
    <message>
        <source>With landmarks, which draw the face, and with the names and paths of recording and checkpoint.</source>
        <translation>包含可描绘人脸的关键点，以及录像和检查点的名称与路径。</translation>
    </message>
    <message>
        <source>Landmarks, guided maps, names and paths are left out. Maps, scores and times remain: still sensitive data on somebody&apos;s health.</source>
        <translation>不含关键点、引导图、名称和路径。图、评分和时间仍保留：仍是个人健康的敏感数据。</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Videos (*.mp4 *.mov *.mkv)</source>
        <translation>视频 (*.mp4 *.mov *.mkv)</translation>
    </message>
    <message>
        <source>Figures (*.pdf *.svg *.png *.tif)</source>
        <translation>图 (*.pdf *.svg *.png *.tif)</translation>
    </message>
    <message>
        <source>Reports (*.pdf)</source>
        <translation>报告 (*.pdf)</translation>
    </message>
    <message>
        <source>Maps (*.npz)</source>
        <translation>图数据 (*.npz)</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>codec</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>face found</source>
        <translation>已找到人脸</translation>
    </message>
    <message>
        <source>turned by</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>sha256</source>
        <translation>sha256</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>groups K</source>
        <translation>组数 K</translation>
    </message>
    <message>
        <source>features</source>
        <translation>特征数</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>块数</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>已训练</translation>
    </message>
    <message>
        <source>known error</source>
        <translation>已知误差</translation>
    </message>
    <message>
        <source>device</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>assumed</source>
        <translation>假定</translation>
    </message>
    <message>
        <source>sample interval</source>
        <translation>采样间隔</translation>
    </message>
    <message>
        <source>clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>target layer</source>
        <translation>目标层</translation>
    </message>
    <message>
        <source>guided maps</source>
        <translation>引导图</translation>
    </message>
    <message>
        <source>face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>eye line</source>
        <translation>眼线</translation>
    </message>
    <message>
        <source>number of clips</source>
        <translation>片段数</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>单元格</translation>
    </message>
    <message>
        <source>cell size</source>
        <translation>单元格大小</translation>
    </message>
    <message>
        <source>computed on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>explained by</source>
        <translation>解释方式</translation>
    </message>
    <message>
        <source>created</source>
        <translation>创建于</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>raw output</source>
        <translation>原始输出</translation>
    </message>
    <message>
        <source>faces held</source>
        <translation>沿用人脸</translation>
    </message>
    <message>
        <source>guided map of</source>
        <translation>引导图取自</translation>
    </message>
    <message>
        <source>spatial attention</source>
        <translation>空间注意</translation>
    </message>
    <message>
        <source>temporal attention</source>
        <translation>时间注意</translation>
    </message>
    <message>
        <source>feature fusion</source>
        <translation>特征融合</translation>
    </message>
    <message>
        <source>vector fusion</source>
        <translation>向量融合</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>按已发表代码</translation>
    </message>
    <message>
        <source>contiguous</source>
        <translation>连续</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>on demand</source>
        <translation>按需计算</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not looked for yet</source>
        <translation>尚未查找</translation>
    </message>
    <message>
        <source>found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>between sampled frames</source>
        <translation>在采样帧之间</translation>
    </message>
    <message>
        <source>none, nearest held</source>
        <translation>无，沿用最近的</translation>
    </message>
    <message>
        <source>frame cannot be decoded</source>
        <translation>帧无法解码</translation>
    </message>
    <message>
        <source>aligned already</source>
        <translation>已对齐</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>prepared engine</source>
        <translation>预备引擎</translation>
    </message>
    <message>
        <source>autograd (network, layer or precision unknown to the engine)</source>
        <translation>autograd（引擎不支持此网络、层或精度）</translation>
    </message>
    <message>
        <source>{done} of {total} clips</source>
        <translation>{done}/{total} 个片段</translation>
    </message>
    <message>
        <source>{done} of {total} clips so far</source>
        <translation>目前 {done}/{total} 个片段</translation>
    </message>
    <message>
        <source>{clips}, {skipped} skipped</source>
        <translation>{clips}，跳过 {skipped} 个</translation>
    </message>
    <message>
        <source>{part} of {total}</source>
        <translation>{part} / {total}</translation>
    </message>
    <message>
        <source>the largest</source>
        <translation>最大的</translation>
    </message>
    <message>
        <source>picked in frame {frame}</source>
        <translation>在第 {frame} 帧选定</translation>
    </message>
    <message>
        <source>{frames} sampled frames × {pixels} px</source>
        <translation>{frames} 个采样帧 × {pixels} 像素</translation>
    </message>
    <message>
        <source>frame {frame}</source>
        <translation>第 {frame} 帧</translation>
    </message>
    <message>
        <source>The raw output is not above 0: the score is clamped at 0, and the score-weighted map is empty.</source>
        <translation>原始输出不大于 0：评分截断为 0，按评分加权的图为空。</translation>
    </message>
    <message>
        <source>The score is above 63, the end of the questionnaire; it is shown as it is.</source>
        <translation>评分高于问卷的上限 63；按原值显示。</translation>
    </message>
    <message>
        <source>No face in this frame. In a clip the nearest face is held in its place.</source>
        <translation>此帧没有人脸。片段中以最近的人脸代替。</translation>
    </message>
    <message>
        <source>This frame cannot be decoded. In a clip the nearest face is held in its place.</source>
        <translation>此帧无法解码。片段中以最近的人脸代替。</translation>
    </message>
    <message>
        <source>Clip {number} was skipped: {reason}.</source>
        <translation>片段 {number} 已跳过：{reason}。</translation>
    </message>
    <message>
        <source>At this layer Grad-CAM++ is a heuristic: its closed form does not hold here.</source>
        <translation>在此层 Grad-CAM++ 是一种启发式方法：其闭式解在此不成立。</translation>
    </message>
    <message>
        <source>Placed by the usual resize: the map lies {pixels:g} px and {frames:g} sampled frames beside its cells.</source>
        <translation>按常规缩放放置：图与其单元格相差 {pixels:g} 像素和 {frames:g} 个采样帧。</translation>
    </message>
    <message>
        <source>Here: {problems}. Map and score may be less reliable.</source>
        <translation>此处：{problems}。图和评分可能不太可靠。</translation>
    </message>
    <message>
        <source>Whether parts of this face are burnt out or black is not known: an earlier version measured it.</source>
        <translation>无法得知此人脸是否局部过曝或全黑：它由较早的版本测量。</translation>
    </message>
    <message>
        <source>Clip {number}: the face is hard to judge in {count} of {total} frames.</source>
        <translation>片段 {number}：{total} 帧中有 {count} 帧的人脸难以判断。</translation>
    </message>
    <message>
        <source>Guided maps are computed in {precision} here, as the {device} does not compute in {wanted} like the analysis.</source>
        <translation>此处的引导图以 {precision} 计算，因为 {device} 不能像分析那样以 {wanted} 计算。</translation>
    </message>
    <message>
        <source>A cell is {cell}; nothing smaller can be told apart, however smooth it looks.</source>
        <translation>一个单元格为 {cell}；无论看起来多平滑，更小的细节都无法分辨。</translation>
    </message>
    <message>
        <source>{method} shows only what raises the score. Signed evidence shows both.</source>
        <translation>{method} 只显示提高评分之处。有符号证据显示升降两种。</translation>
    </message>
    <message>
        <source>Clips overlap here: points add up to the raw score within each clip, not over the recording.</source>
        <translation>此处片段重叠：分值在每个片段内相加为原始评分，而不是在整个录像内。</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>The maps look as in the window: change quantity, colours and scale there. The file carries its recipe.</source>
        <translation>图的样式与窗口相同：请在窗口中更改量、颜色和标尺。文件附有制图配方。</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Copy figure</source>
        <translation>复制图</translation>
    </message>
    <message>
        <source>Puts it on the clipboard as a picture, with the dpi chosen</source>
        <translation>以所选分辨率（dpi）将其作为图片复制到剪贴板</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>The command line that makes the same figure</source>
        <translation>可制作同一张图的命令行</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>The preview appears here.</source>
        <translation>此处显示预览。</translation>
    </message>
    <message>
        <source>Preview of the figure</source>
        <translation>图的预览</translation>
    </message>
    <message>
        <source>Analyses cannot be looked for</source>
        <translation>无法查找分析</translation>
    </message>
    <message>
        <source>Choose at least one thing to show.</source>
        <translation>请至少选择一项内容。</translation>
    </message>
    <message>
        <source>Name frames by their numbers, such as 100, 300.</source>
        <translation>请用帧号指定帧，例如 100, 300。</translation>
    </message>
    <message>
        <source>Open a second checkpoint and analyse the recording with it, then come back.</source>
        <translation>请打开第二个检查点并用它分析录像，然后返回。</translation>
    </message>
    <message>
        <source>Drawing…</source>
        <translation>正在绘制…</translation>
    </message>
    <message>
        <source>This figure cannot be drawn</source>
        <translation>无法绘制此图</translation>
    </message>
    <message>
        <source>The command is on the clipboard. It names the analysis by its path.</source>
        <translation>命令已复制到剪贴板。其中以路径指明分析。</translation>
    </message>
    <message>
        <source>Figures (*.pdf *.svg *.png *.tif)</source>
        <translation>图 (*.pdf *.svg *.png *.tif)</translation>
    </message>
    <message>
        <source>Save the figure</source>
        <translation>保存图</translation>
    </message>
    <message>
        <source>Written: {target}</source>
        <translation>已写入：{target}</translation>
    </message>
    <message>
        <source>The figure is on the clipboard.</source>
        <translation>图已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The figure was not copied</source>
        <translation>图未能复制</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>The figure was not written</source>
        <translation>图未写入</translation>
    </message>
    <message>
        <source>Frames with their maps</source>
        <translation>帧及其图</translation>
    </message>
    <message>
        <source>Score, evidence and heat over time</source>
        <translation>评分、证据和热量随时间变化</translation>
    </message>
    <message>
        <source>Regions of the face over time</source>
        <translation>面部区域随时间变化</translation>
    </message>
    <message>
        <source>Checkpoints on the same frames</source>
        <translation>同一帧上的各检查点</translation>
    </message>
    <message>
        <source>empty: four, spread over the recording</source>
        <translation>留空：四帧，分布于整个录像</translation>
    </message>
    <message>
        <source>Add the playhead&apos;s</source>
        <translation>添加播放头处的帧</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>A row for each frame</source>
        <translation>每帧一行</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>Aligned face</source>
        <translation>对齐人脸</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加图</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Guided map</source>
        <translation>引导图</translation>
    </message>
    <message>
        <source>Selected range only</source>
        <translation>仅所选区间</translation>
    </message>
    <message>
        <source>Choose a range on the timeline first</source>
        <translation>请先在时间线上选择区间</translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation>颜色标尺</translation>
    </message>
    <message>
        <source>One for all</source>
        <translation>全部共用</translation>
    </message>
    <message>
        <source>One for each</source>
        <translation>各自一个</translation>
    </message>
    <message>
        <source>Single column</source>
        <translation>单栏</translation>
    </message>
    <message>
        <source>One and a half</source>
        <translation>一栏半</translation>
    </message>
    <message>
        <source>Double column</source>
        <translation>双栏</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Width in mm</source>
        <translation>宽度（毫米）</translation>
    </message>
    <message>
        <source>Contours, for print in grey</source>
        <translation>等高线，用于灰度印刷</translation>
    </message>
    <message>
        <source>Score over time below</source>
        <translation>下方附评分随时间变化</translation>
    </message>
    <message>
        <source>Letters of the panels</source>
        <translation>分图字母</translation>
    </message>
    <message>
        <source>Name of the recording above</source>
        <translation>上方附录像名称</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Told beside the predictions; from the session library where it is kept there</source>
        <translation>显示在预测值旁；会话库中有记录时取自会话库</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>PNG and TIFF</source>
        <translation>PNG 和 TIFF</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Known BDI-II</source>
        <translation>已知 BDI-II</translation>
    </message>
    <message>
        <source>Frames, by number</source>
        <translation>帧（按编号）</translation>
    </message>
    <message>
        <source>Shown of each frame</source>
        <translation>每帧显示的内容</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>What it shows</source>
        <translation>图的内容</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
</context>
<context>
    <name>FileFilters</name>
    <message>
        <source>Videos (*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.mpg *.mpeg *.wmv);;All files (*)</source>
        <translation>视频 (*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.mpg *.mpeg *.wmv);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Checkpoints (*.safetensors *.pth *.pt *.ckpt *.tar);;All files (*)</source>
        <translation>检查点 (*.safetensors *.pth *.pt *.ckpt *.tar);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>Forget</name>
    <message>
        <source>This deletes analyses, marks, kept faces, thumbnails, notes, lines of the log, and results and rows in batches, then searches this program&apos;s folders and those of batches for what still names the patient or a recording. It cannot be undone. Files that you exported elsewhere are not known here.</source>
        <translation>此操作删除分析、标记、保存的人脸、缩略图、备注、日志行以及批处理中的结果和行，然后在本程序和批处理的文件夹中搜索仍含有该患者或录像名称之处。此操作无法撤销。您导出到别处的文件，此处无从得知。</translation>
    </message>
    <message>
        <source>A recording of this patient is open. Open another one first.</source>
        <translation>该患者的录像已打开。请先打开另一个录像。</translation>
    </message>
    <message>
        <source>A batch is running. Pause or stop it first.</source>
        <translation>批处理正在运行。请先暂停或停止它。</translation>
    </message>
    <message>
        <source>Delete patient {pseudonym}</source>
        <translation>删除患者 {pseudonym}</translation>
    </message>
    <message>
        <source>What is deleted</source>
        <translation>将删除的内容</translation>
    </message>
    <message>
        <source>Delete the recordings, too ({count})</source>
        <translation>同时删除录像（{count} 个）</translation>
    </message>
    <message>
        <source>Keep everything</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>What is to be deleted cannot be found</source>
        <translation>无法查找要删除的内容</translation>
    </message>
    <message>
        <source>Not everything was deleted</source>
        <translation>未能全部删除</translation>
    </message>
    <message>
        <source>{stage}…</source>
        <translation>{stage}…</translation>
    </message>
    <message>
        <source>Files and folders that were deleted: {count}.</source>
        <translation>已删除的文件和文件夹：{count} 个。</translation>
    </message>
    <message>
        <source>Recordings that stay where they are: {count}.</source>
        <translation>保留在原处的录像：{count} 个。</translation>
    </message>
    <message>
        <source>These files still name the patient or a recording:</source>
        <translation>以下文件仍含有该患者或录像的名称：</translation>
    </message>
    <message>
        <source>A search of this program&apos;s folders finds nothing more.</source>
        <translation>搜索本程序的文件夹后，未再发现任何内容。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>Page of the guide</source>
        <translation>指南页面</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <source>Contents of the guide</source>
        <translation>指南目录</translation>
    </message>
</context>
<context>
    <name>GuidedOnDemand</name>
    <message>
        <source>The guided map of clip {number} cannot be computed</source>
        <translation>无法计算片段 {number} 的引导图</translation>
    </message>
</context>
<context>
    <name>KeptSessions</name>
    <message>
        <source>{folder} is not there any more, or holds no library. Your own library is open. Open the project from where it lies now in the session library.</source>
        <translation>{folder} 已不存在，或其中没有会话库。现已打开您自己的会话库。请在会话库中从项目现在的位置打开它。</translation>
    </message>
    <message>
        <source>The project was not opened</source>
        <translation>未打开项目</translation>
    </message>
    <message>
        <source>The session was not added to the library</source>
        <translation>会话未能加入会话库</translation>
    </message>
    <message>
        <source>Sessions are not kept in the library</source>
        <translation>会话未保存到会话库</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Choose a command and press its new key. Keys are kept for the next start.</source>
        <translation>选择一个命令，再按下新的按键。按键会保留到下次启动。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>查找命令或按键</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设定</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>Usual key</source>
        <translation>默认按键</translation>
    </message>
    <message>
        <source>All usual keys</source>
        <translation>全部恢复默认</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Changed by you</source>
        <translation>已由您更改</translation>
    </message>
    <message>
        <source>{key} is the key of “{command}”: Set takes it from there.</source>
        <translation>{key} 是“{command}”的按键：按“设定”将从该命令取走。</translation>
    </message>
</context>
<context>
    <name>Kind</name>
    <message>
        <source>pools over time, then weighs positions in the picture</source>
        <translation>先对时间汇聚，再对画面中的位置加权</translation>
    </message>
    <message>
        <source>pools over space, then weighs moments in the clip</source>
        <translation>先对空间汇聚，再对片段中的时刻加权</translation>
    </message>
    <message>
        <source>Which kind of network is {name}?</source>
        <translation>{name} 是哪种网络？</translation>
    </message>
    <message>
        <source>Whoever trained it knows, or the script it was trained with. With the wrong kind it loads as well, but its scores and maps are wrong. To be asked only once, convert it: stadrn checkpoint convert.</source>
        <translation>训练者或训练脚本可以说明。类型选错也能载入，但评分和图是错的。若要只问一次，请转换：stadrn checkpoint convert。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>载入</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>What was analysed here, under pseudonyms: never write a patient&apos;s name. Everything stays on this machine, in a file that only you can read.</source>
        <translation>在此分析过的内容，以化名保存：切勿写患者姓名。一切都保留在本机，文件只有您可以读取。</translation>
    </message>
    <message>
        <source>No session yet. What you analyse in the window appears here by itself.</source>
        <translation>尚无会话。您在窗口中分析的内容会自动出现在这里。</translation>
    </message>
    <message>
        <source>No session matches. Change the words or the tag.</source>
        <translation>没有符合的会话。请更改关键词或标签。</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>已知</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>All tags</source>
        <translation>全部标签</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Highest score first</source>
        <translation>评分最高在前</translation>
    </message>
    <message>
        <source>By patient</source>
        <translation>按患者</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Session library</source>
        <translation>会话库</translation>
    </message>
    <message>
        <source>Delete patient…</source>
        <translation>删除患者…</translation>
    </message>
    <message>
        <source>Find moved recordings…</source>
        <translation>查找已移动的录像…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Find: patient, file, tag, note, date, checkpoint</source>
        <translation>查找：患者、文件、标签、备注、日期、检查点</translation>
    </message>
    <message>
        <source>Find sessions</source>
        <translation>查找会话</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Scores of this patient&apos;s sessions</source>
        <translation>该患者各次会话的评分</translation>
    </message>
    <message>
        <source>{name} (moved?)</source>
        <translation>{name}（已移动？）</translation>
    </message>
    <message>
        <source>Where moved recordings may be</source>
        <translation>已移动的录像可能在何处</translation>
    </message>
    <message>
        <source>The folder was not searched</source>
        <translation>未能搜索文件夹</translation>
    </message>
    <message>
        <source>{stage} · {done} of {total} {unit}</source>
        <translation>{stage} · {done}/{total} {unit}</translation>
    </message>
    <message>
        <source>{number} still missing.</source>
        <translation>仍缺少 {number} 个。</translation>
    </message>
    <message>
        <source>All recordings are found.</source>
        <translation>已找到所有录像。</translation>
    </message>
    <message>
        <source>Nothing to draw yet.</source>
        <translation>尚无可绘制的内容。</translation>
    </message>
    <message>
        <source>Circles: the network&apos;s score. Diamonds: BDI-II scores known otherwise.</source>
        <translation>圆圈：网络的评分。菱形：另行得知的 BDI-II 评分。</translation>
    </message>
    <message>
        <source>The scores come from different checkpoints: they do not compare.</source>
        <translation>这些评分来自不同的检查点，不可比较。</translation>
    </message>
</context>
<context>
    <name>LibraryPlace</name>
    <message>
        <source>Your own library</source>
        <translation>您自己的会话库</translation>
    </message>
    <message>
        <source>Project folder…</source>
        <translation>项目文件夹…</translation>
    </message>
    <message>
        <source>An analysis is running. Let it end, or cancel it, then open another library.</source>
        <translation>正在进行分析。请等它结束或取消它，然后再打开另一个会话库。</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>会话库</translation>
    </message>
    <message>
        <source>A project folder keeps sessions, analyses and marks together. It can be moved as a whole; recordings and checkpoints in it are found again.</source>
        <translation>项目文件夹把会话、分析和标记保存在一起。它可以整体移动；其中的录像和检查点仍能找到。</translation>
    </message>
    <message>
        <source>Project {folder}</source>
        <translation>项目 {folder}</translation>
    </message>
    <message>
        <source>Project folder</source>
        <translation>项目文件夹</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>What the program wrote down while it worked. The log may name files; “Copy report” takes over only versions, settings and places in the program, so that it can be sent to others.</source>
        <translation>程序运行时所写的记录。日志中可能有文件名；“复制报告”只取版本、设置和程序中的位置，因此可以发给他人。</translation>
    </message>
    <message>
        <source>Nothing was written down at this level.</source>
        <translation>此级别没有记录。</translation>
    </message>
    <message>
        <source>The report is on the clipboard. It holds no names, paths or messages; read it before you send it.</source>
        <translation>报告已复制到剪贴板。其中没有姓名、路径或消息；发送前请阅读。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>{level} and worse</source>
        <translation>{level} 及更严重</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>{type}: {error}. The log has the details. Your files and results are as they were.</source>
        <translation>{type}：{error}。详情见日志。您的文件和结果没有变化。</translation>
    </message>
    <message>
        <source>Something unexpected happened</source>
        <translation>发生了意外情况</translation>
    </message>
</context>
<context>
    <name>MarkList</name>
    <message>
        <source>ELAN documents (*.eaf)</source>
        <translation>ELAN 文档 (*.eaf)</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>A mark is set at the playhead, or on the chosen range (menu Range).</source>
        <translation>标记设在播放头处，或所选的区间上（菜单“区间”）。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Set a mark at the playhead, or on the chosen range</source>
        <translation>在播放头处或所选区间上设标记</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the chosen mark (Delete)</source>
        <translation>移除选中的标记（Delete）</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Import and export marks</source>
        <translation>导入和导出标记</translation>
    </message>
    <message>
        <source>Import marks…</source>
        <translation>导入标记…</translation>
    </message>
    <message>
        <source>Export marks…</source>
        <translation>导出标记…</translation>
    </message>
    <message>
        <source>Frames {first_frame} to {last_frame}</source>
        <translation>第 {first_frame} 至 {last_frame} 帧</translation>
    </message>
    <message>
        <source>Import marks</source>
        <translation>导入标记</translation>
    </message>
    <message>
        <source>Marks (*.eaf *.csv)</source>
        <translation>标记 (*.eaf *.csv)</translation>
    </message>
    <message>
        <source>Export marks</source>
        <translation>导出标记</translation>
    </message>
    <message>
        <source>The marks were not imported</source>
        <translation>标记未导入</translation>
    </message>
    <message>
        <source>The marks were not exported</source>
        <translation>标记未导出</translation>
    </message>
</context>
<context>
    <name>MarkTrack</name>
    <message>
        <source>Marks and ranges that you have set. Drag them, or the ends of a range, to move them</source>
        <translation>您设置的标记和区间。拖动它们或区间的两端即可移动</translation>
    </message>
    <message>
        <source>mark: </source>
        <translation>标记： </translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message>
        <source>The marks of this recording</source>
        <translation>此录像的标记</translation>
    </message>
    <message>
        <source>set a mark</source>
        <translation>设标记</translation>
    </message>
    <message>
        <source>change a mark</source>
        <translation>更改标记</translation>
    </message>
    <message>
        <source>move a mark</source>
        <translation>移动标记</translation>
    </message>
    <message>
        <source>remove a mark</source>
        <translation>移除标记</translation>
    </message>
    <message>
        <source>import {count} marks</source>
        <translation>导入 {count} 个标记</translation>
    </message>
    <message>
        <source>The marks could not be kept</source>
        <translation>无法保存标记</translation>
    </message>
</context>
<context>
    <name>MethodGrid</name>
    <message>
        <source>Each map has its own limits, taken over the whole clip: colours of different maps cannot be compared. ≥ and ≤: {percent:.1f} % of a map&apos;s values lie beyond. Cells are interpolated between their centres.</source>
        <translation>每张图有自己的界限，取自整个片段：不同图的颜色不可比较。≥ 和 ≤：图中 {percent:.1f} % 的值超出界限。单元格在其中心之间插值。</translation>
    </message>
    <message>
        <source>{words}. Up and Down zoom, Ctrl+Shift and arrows move</source>
        <translation>{words}。上、下键缩放，Ctrl+Shift 加方向键移动</translation>
    </message>
    <message>
        <source>Maps of other methods</source>
        <translation>其他方法的图</translation>
    </message>
</context>
<context>
    <name>MethodList</name>
    <message>
        <source>What the network&apos;s own attention multiplies features by, at each place and moment: see its tab.</source>
        <translation>网络自身的注意在每个位置和时刻用什么与特征相乘：见其标签页。</translation>
    </message>
    <message>
        <source>It is {what}: it does not say whether a place raises or lowers the score.</source>
        <translation>这是{what}：它不说明某处提高还是降低评分。</translation>
    </message>
    <message>
        <source>Only STA-DRN has attention vectors</source>
        <translation>只有 STA-DRN 有注意向量</translation>
    </message>
    <message>
        <source>0 or more</source>
        <translation>0 或更大</translation>
    </message>
    <message>
        <source>above 0 raises, below 0 lowers the score</source>
        <translation>大于 0 提高评分，小于 0 降低评分</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>STA-DRN&apos;s attention</source>
        <translation>STA-DRN 的注意</translation>
    </message>
    <message>
        <source>deviation from 1/K</source>
        <translation>与 1/K 的偏差</translation>
    </message>
    <message>
        <source>Not possible: {reason}.</source>
        <translation>不可用：{reason}。</translation>
    </message>
    <message>
        <source>a value for each cell</source>
        <translation>每个单元格一个值</translation>
    </message>
    <message>
        <source>a value for each pixel</source>
        <translation>每个像素一个值</translation>
    </message>
    <message>
        <source>alone {cost}</source>
        <translation>单独计算 {cost}</translation>
    </message>
    <message>
        <source>{passes}, about {time}</source>
        <translation>{passes}，约 {time}</translation>
    </message>
    <message>
        <source>Target layer</source>
        <translation>目标层</translation>
    </message>
    <message>
        <source>Score-CAM&apos;s channels, integrated gradients&apos; steps, SmoothGrad&apos;s noisy copies</source>
        <translation>Score-CAM 的通道数、积分梯度的步数、SmoothGrad 的加噪副本数</translation>
    </message>
    <message>
        <source>blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>mean colour</source>
        <translation>平均颜色</translation>
    </message>
    <message>
        <source>What occlusion puts in a region&apos;s place, and where integrated gradients begin</source>
        <translation>遮挡时区域的替代内容，也是积分梯度的起点</translation>
    </message>
    <message>
        <source>overall mean</source>
        <translation>总体均值</translation>
    </message>
    <message>
        <source>chosen range</source>
        <translation>所选区间</translation>
    </message>
    <message>
        <source>What contrasts compare this clip with: choose a neutral stretch in the window (menu Range)</source>
        <translation>对比方法与什么比较：请在窗口中选择一段中性表情（菜单“区间”）</translation>
    </message>
    <message>
        <source>Budget, passes</source>
        <translation>预算（计算次数）</translation>
    </message>
    <message>
        <source>Neutral is</source>
        <translation>中性取为</translation>
    </message>
    <message>
        <source>Contrast with</source>
        <translation>对比对象</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Cheap</source>
        <translation>低成本</translation>
    </message>
    <message>
        <source>Those that need no passes of their own</source>
        <translation>无需另外计算的方法</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All that are possible</source>
        <translation>所有可用的方法</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Choose methods: {words}</source>
        <translation>选择方法：{words}</translation>
    </message>
    <message>
        <source>Class activation maps are taken at layer</source>
        <translation>类激活图所取的层</translation>
    </message>
</context>
<context>
    <name>MethodTasks</name>
    <message>
        <source>reading the clip&apos;s faces</source>
        <translation>正在读取片段的人脸</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>feature maps of the baseline</source>
        <translation>基线的特征图</translation>
    </message>
    <message>
        <source>No explained clip covers frames {first} to {last}, which contrast evidence is to be less. Choose another range (menu Range), or the mean of the recording.</source>
        <translation>没有已解释的片段覆盖第 {first} 至 {last} 帧，而对比证据要以其为基准。请另选区间（菜单“区间”），或选用录像的均值。</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>正在写入</translation>
    </message>
</context>
<context>
    <name>Methods</name>
    <message>
        <source>What other methods say of one clip. Each explains the network&apos;s score, not the person; they can disagree, and that one looks right does not make it so.</source>
        <translation>其他方法对一个片段的解释。每种方法解释的是网络的评分，而不是人；它们可能不一致，看起来合理并不等于正确。</translation>
    </message>
    <message>
        <source>Choose methods at the left and press Compute. Their maps appear here, over the face at the playhead.</source>
        <translation>在左侧选择方法并按“计算”。图会显示在此处，叠加在播放头处的人脸上。</translation>
    </message>
    <message>
        <source>No map is computed for this clip yet. Choose methods at the left and press Compute.</source>
        <translation>此片段尚未计算任何图。请在左侧选择方法并按“计算”。</translation>
    </message>
    <message>
        <source>The attention of this clip is not computed. Choose “STA-DRN&apos;s attention” in the list and press Compute.</source>
        <translation>此片段的注意尚未计算。请在列表中选择“STA-DRN 的注意”并按“计算”。</translation>
    </message>
    <message>
        <source>Figures (*.pdf *.svg *.png)</source>
        <translation>图 (*.pdf *.svg *.png)</translation>
    </message>
    <message>
        <source>Other methods</source>
        <translation>其他方法</translation>
    </message>
    <message>
        <source>Sampled frame of the clip</source>
        <translation>片段的采样帧</translation>
    </message>
    <message>
        <source>Moves the playhead within the clip</source>
        <translation>在片段内移动播放头</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>Save maps…</source>
        <translation>保存图数据…</translation>
    </message>
    <message>
        <source>Raw numbers of all finished maps (maps.npz) with a manifest, and attention curves</source>
        <translation>所有已完成的图的原始数值（maps.npz）附清单，以及注意曲线</translation>
    </message>
    <message>
        <source>Save figure…</source>
        <translation>保存图…</translation>
    </message>
    <message>
        <source>The shown tab as PDF, SVG or PNG, at the playhead</source>
        <translation>将当前标签页存为 PDF、SVG 或 PNG，取播放头处</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Finished maps are kept</source>
        <translation>已完成的图会保留</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>This network has none.</source>
        <translation>此网络没有注意。</translation>
    </message>
    <message>
        <source>No clip</source>
        <translation>无片段</translation>
    </message>
    <message>
        <source>Clip {number} of {total} · frame {frame} · {time}</source>
        <translation>片段 {number}/{total} · 第 {frame} 帧 · {time}</translation>
    </message>
    <message>
        <source>Clip {number} of {total} · frame {frame} · {time} · no face here: the nearest one is shown</source>
        <translation>片段 {number}/{total} · 第 {frame} 帧 · {time} · 此处无人脸：显示最近的</translation>
    </message>
    <message>
        <source>The playhead has left clip {number}, whose maps are kept.</source>
        <translation>播放头已离开片段 {number}，其图会保留。</translation>
    </message>
    <message>
        <source>Back to clip {number}</source>
        <translation>回到片段 {number}</translation>
    </message>
    <message>
        <source>Methods chosen: {number}, and attention; at most {cost}</source>
        <translation>已选方法：{number} 种，另加注意；最多 {cost}</translation>
    </message>
    <message>
        <source>Methods chosen: {number}; at most {cost}</source>
        <translation>已选方法：{number} 种；最多 {cost}</translation>
    </message>
    <message>
        <source>Choose a method first</source>
        <translation>请先选择方法</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>未选择任何内容。</translation>
    </message>
    <message>
        <source>pass {done} of {total}</source>
        <translation>第 {done} 次计算，共 {total} 次</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>Save figure</source>
        <translation>保存图</translation>
    </message>
    <message>
        <source>Save maps into a folder</source>
        <translation>将图数据保存到文件夹</translation>
    </message>
    <message>
        <source>Written: {target}</source>
        <translation>已写入：{target}</translation>
    </message>
    <message>
        <source>The file was not written</source>
        <translation>文件未写入</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>not explained yet</source>
        <translation>尚未解释</translation>
    </message>
    <message>
        <source>no face</source>
        <translation>无人脸</translation>
    </message>
    <message>
        <source>no face in this frame: the clip holds the nearest one</source>
        <translation>此帧没有人脸：片段沿用最近的人脸</translation>
    </message>
    <message>
        <source>this frame cannot be decoded</source>
        <translation>此帧无法解码</translation>
    </message>
    <message>
        <source>no clip covers this frame</source>
        <translation>没有片段包含此帧</translation>
    </message>
    <message>
        <source>score clamped at 0: no map</source>
        <translation>评分被截断为 0：没有热图</translation>
    </message>
    <message>
        <source>score clamped at 0 in {clips_words}</source>
        <translation>{clips_words}的评分被截断为 0</translation>
    </message>
    <message>
        <source>signed evidence exists for the last stage only, and not for MDN</source>
        <translation>有符号证据只存在于最后一级，MDN 没有</translation>
    </message>
    <message>
        <source>{explained} of {covering} covering clips explained</source>
        <translation>包含此帧的 {covering} 个片段中已解释 {explained} 个</translation>
    </message>
    <message>
        <source>{clips_words} skipped: {reasons_words}</source>
        <translation>{clips_words}已跳过：{reasons_words}</translation>
    </message>
    <message>
        <source>clip {number}</source>
        <translation>片段 {number}</translation>
    </message>
    <message>
        <source>clips {numbers} and {last}</source>
        <translation>片段 {numbers} 和 {last}</translation>
    </message>
    <message>
        <source>a face in only {found} of {length} frames</source>
        <translation>{length} 帧中只有 {found} 帧有人脸</translation>
    </message>
    <message>
        <source>a face in only {found} of {length} frames, {damaged} cannot be decoded</source>
        <translation>{length} 帧中只有 {found} 帧有人脸，{damaged} 帧无法解码</translation>
    </message>
    <message>
        <source>{path}: no face was found in {looked} sampled frames. Is a frontal face in the picture, at least about 80 px wide?</source>
        <translation>{path}：在 {looked} 个采样帧中没有找到人脸。画面中是否有宽度至少约 80 px 的正面人脸？</translation>
    </message>
    <message>
        <source>{path}: no face was found in {looked} sampled frames. {damage_words} Is a frontal face in the picture, at least about 80 px wide?</source>
        <translation>{path}：在 {looked} 个采样帧中没有找到人脸。{damage_words}画面中是否有宽度至少约 80 px 的正面人脸？</translation>
    </message>
    <message>
        <source>{path}: a face was found in {found} of {looked} sampled frames, too few for any clip (at least {share} of its frames). Use a stretch in which the face is visible, or a smaller sample interval.</source>
        <translation>{path}：{looked} 个采样帧中有 {found} 帧找到人脸，不足以构成任何片段（至少需要其 {share} 的帧）。请使用能看见人脸的一段，或减小采样间隔。</translation>
    </message>
    <message>
        <source>{path}: a face was found in {found} of {looked} sampled frames, too few for any clip (at least {share} of its frames). {damage_words} Use a stretch in which the face is visible, or a smaller sample interval.</source>
        <translation>{path}：{looked} 个采样帧中有 {found} 帧找到人脸，不足以构成任何片段（至少需要其 {share} 的帧）。{damage_words}请使用能看见人脸的一段，或减小采样间隔。</translation>
    </message>
    <message>
        <source>{damaged} of {looked} sampled frames cannot be decoded, as the file is damaged ({place_words}). They count as frames without a face: clips hold the nearest one in their place. Pictures shortly after a damaged one may be distorted.</source>
        <translation>文件已损坏，{looked} 个采样帧中有 {damaged} 帧无法解码（{place_words}）。它们按没有人脸的帧计：片段在其位置沿用最近的人脸。损坏帧之后不久的画面可能失真。</translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation>第 {number} 帧</translation>
    </message>
    <message>
        <source>the first is frame {first}, the last {last}</source>
        <translation>最早为第 {first} 帧，最晚为第 {last} 帧</translation>
    </message>
    <message>
        <source>The file is cut short or damaged: {frames} frames ({end} s) can be decoded and are used. Copy it again from where it was recorded, if the rest is needed.</source>
        <translation>文件被截短或已损坏：可解码并使用 {frames} 帧（{end} 秒）。如需其余部分，请从录制处重新复制。</translation>
    </message>
    <message>
        <source>The file is cut short or damaged: {frames} frames ({end} s of {announced} s announced) can be decoded and are used. Copy it again from where it was recorded, if the rest is needed.</source>
        <translation>文件被截短或已损坏：可解码并使用 {frames} 帧（{end} 秒，文件声明为 {announced} 秒）。如需其余部分，请从录制处重新复制。</translation>
    </message>
    <message>
        <source>The file announces {announced} frames, but {frames} can be decoded; these are used.</source>
        <translation>文件声明有 {announced} 帧，但可解码 {frames} 帧；使用这些帧。</translation>
    </message>
    <message>
        <source>The file announces {announced} frames, but {frames} can be decoded ({hidden} are hidden by the file&apos;s edit list); these are used.</source>
        <translation>文件声明有 {announced} 帧，但可解码 {frames} 帧（{hidden} 帧被文件的编辑列表隐藏）；使用这些帧。</translation>
    </message>
    <message>
        <source>{lost} frames of the file cannot be decoded and are left out.</source>
        <translation>文件中有 {lost} 帧无法解码，已略去。</translation>
    </message>
    <message>
        <source>The pixels of this video are not square: its {width} × {height} px are shown as {shown_width} × {shown_height} px.</source>
        <translation>此视频的像素不是正方形：{width} × {height} px 显示为 {shown_width} × {shown_height} px。</translation>
    </message>
    <message>
        <source>The video is in high dynamic range ({transfer}); its colours are used without tone mapping.</source>
        <translation>此视频为高动态范围（{transfer}）；颜色未经色调映射即使用。</translation>
    </message>
    <message>
        <source>The video is interlaced; its pictures are used as they are, with combed edges where it moves.</source>
        <translation>此视频为隔行扫描；画面按原样使用，运动处的边缘呈梳齿状。</translation>
    </message>
    <message>
        <source>The images are square. If they are aligned faces already, say so when opening them; as it is, faces are looked for in them.</source>
        <translation>图像为正方形。如果它们已是对齐的人脸，请在打开时说明；目前将在其中查找人脸。</translation>
    </message>
    <message>
        <source>The folder holds {faces} faces; the one seen most often (frame_det_{kept}) is used.</source>
        <translation>文件夹中有 {faces} 张人脸；使用出现最多的一张（frame_det_{kept}）。</translation>
    </message>
    <message>
        <source>{missing} frame numbers are missing among the images; the images are taken as evenly spaced.</source>
        <translation>图像中缺少 {missing} 个帧号；各图像按等间隔处理。</translation>
    </message>
    <message>
        <source>Not stored in this file, published defaults assumed: {fields_words}.</source>
        <translation>文件中未存储以下各项，采用已发表的默认值：{fields_words}。</translation>
    </message>
    <message>
        <source>{value} strides in time</source>
        <translation>时间步幅 {value}</translation>
    </message>
    <message>
        <source>{value} frames a clip</source>
        <translation>每个片段 {value} 帧</translation>
    </message>
    <message>
        <source>{value} px a frame side</source>
        <translation>帧边长 {value} px</translation>
    </message>
    <message>
        <source>{value} points of score range</source>
        <translation>评分范围 {value} 分</translation>
    </message>
    <message>
        <source>{wish} is not available on this machine; the CPU is used instead.</source>
        <translation>本机没有 {wish}；改用 CPU。</translation>
    </message>
    <message>
        <source>The memory of {device} did not suffice for so many clips at once; one clip at a time from now on.</source>
        <translation>{device} 的内存不足以同时处理这么多片段；此后每次处理一个片段。</translation>
    </message>
    <message>
        <source>The memory of {device} did not suffice for so many clips at once; {count} clips at a time from now on.</source>
        <translation>{device} 的内存不足以同时处理这么多片段；此后每次处理 {count} 个片段。</translation>
    </message>
    <message>
        <source>The memory of {device} did not suffice; the analysis goes on with the CPU.</source>
        <translation>{device} 的内存不足；分析改用 CPU 继续。</translation>
    </message>
    <message>
        <source>The memory of {device} did not suffice; the analysis goes on with the CPU, in float32 instead of {precision}.</source>
        <translation>{device} 的内存不足；分析改用 CPU 继续，精度为 float32 而非 {precision}。</translation>
    </message>
    <message>
        <source>{path} holds more than weights (a pickled model or other Python objects) and could only be read by executing code from it, which this program never does. Where it was made, save the state dict instead: torch.save(model.state_dict(), path).</source>
        <translation>{path} 中不只有权重（含序列化的模型或其他 Python 对象），只有执行其中的代码才能读取，本程序绝不这样做。请在生成它的地方改为保存状态字典：torch.save(model.state_dict(), path)。</translation>
    </message>
    <message>
        <source>{path} is not a PyTorch checkpoint, or it is damaged. Choose a .safetensors, .pth, .pt or .ckpt file.</source>
        <translation>{path} 不是 PyTorch 检查点，或已损坏。请选择 .safetensors、.pth、.pt 或 .ckpt 文件。</translation>
    </message>
    <message>
        <source>This checkpoint learned from synthetic faces: its scores and maps say nothing about people.</source>
        <translation>此检查点由合成人脸训练而成：其评分和热图不能说明真人的任何情况。</translation>
    </message>
    <message>
        <source>MAE {mae}, RMSE {rmse} on {people} synthetic people</source>
        <translation>在 {people} 名合成人物上 MAE {mae}，RMSE {rmse}</translation>
    </message>
    <message>
        <source>The analysis is unfinished: {done} of {total} clips are done.</source>
        <translation>分析未完成：{total} 个片段中已完成 {done} 个。</translation>
    </message>
    <message>
        <source>The raw output was not above 0 in {count} of {total} clips; their score is clamped at 0.</source>
        <translation>{total} 个片段中有 {count} 个的原始输出不大于 0；其评分被截断为 0。</translation>
    </message>
    <message>
        <source>The score is above 63, the end of the questionnaire, in {count} of {total} clips; it is shown as it is.</source>
        <translation>{total} 个片段中有 {count} 个的评分高于问卷上限 63；按原值显示。</translation>
    </message>
    <message>
        <source>{skipped} of {total} clips were skipped for want of faces.</source>
        <translation>{total} 个片段中有 {skipped} 个因人脸不足而跳过。</translation>
    </message>
    <message>
        <source>Maps and scores may be less reliable: {problems_words} of {total} sampled frames.</source>
        <translation>热图和评分可能不太可靠：在 {total} 个采样帧中，{problems_words}。</translation>
    </message>
    <message>
        <source>{problem_words} in {count}</source>
        <translation>{problem_words} {count} 帧</translation>
    </message>
    <message>
        <source>Whether parts of the face are burnt out or black is not known for {count} of {total} sampled frames: an earlier version measured them.</source>
        <translation>在 {total} 个采样帧中，有 {count} 帧无法得知人脸是否局部过曝或全黑：它们由较早的版本测量。</translation>
    </message>
    <message>
        <source>A heatmap has {rows}×{columns} cells for a face and {slots} time slots for a clip; nothing smaller than a cell can be told apart.</source>
        <translation>每张人脸的热图有 {rows}×{columns} 个单元格，每个片段有 {slots} 个时间格；小于一个单元格的差别无法分辨。</translation>
    </message>
    <message>
        <source>{folder} holds the analysis by other weights, which lay in {path} then. Choose another folder for the results, or remove that one.</source>
        <translation>{folder} 中的分析使用的是其他权重，当时位于 {path}。请为结果选择其他文件夹，或删除该文件夹。</translation>
    </message>
    <message>
        <source>{kind}: {reason}. This is a fault of the program; its log has the details.</source>
        <translation>{kind}：{reason}。这是程序的错误；详情见日志。</translation>
    </message>
    <message>
        <source>Background: {share} of the heat lies outside the face, which is {area} of the picture. The network may look at something other than the face.</source>
        <translation>背景：{share} 的热量位于人脸之外，该部分占画面的 {area}。网络看的可能不是人脸。</translation>
    </message>
    <message>
        <source>{small} of {total} regions are smaller than one cell, so not told apart from what is beside them: {regions_words}.</source>
        <translation>{total} 个区域中有 {small} 个小于一个单元格，因此无法与旁边区分：{regions_words}。</translation>
    </message>
    <message>
        <source>In {held} of {total} positions of clips the nearest face was held; its regions count there.</source>
        <translation>片段的 {total} 个位置中有 {held} 个沿用了最近的人脸；这些位置按其区域计算。</translation>
    </message>
    <message>
        <source>no intervals: {count} clips, at least {least} are needed</source>
        <translation>没有区间：只有 {count} 个片段，至少需要 {least} 个</translation>
    </message>
    <message>
        <source>{share} percentile bootstrap over clips ({count} clips)</source>
        <translation>对片段作 {share} 百分位自助法（{count} 个片段）</translation>
    </message>
    <message>
        <source>{share} percentile bootstrap over stretches of {block} neighbouring clips ({count} clips)</source>
        <translation>对每 {block} 个相邻片段一段作 {share} 百分位自助法（{count} 个片段）</translation>
    </message>
    <message>
        <source>{count} rows of the labels are called {name}</source>
        <translation>标签中有 {count} 行名为 {name}</translation>
    </message>
    <message>
        <source>its cell in column {column} is empty</source>
        <translation>列 {column} 中的单元格为空</translation>
    </message>
    <message>
        <source>severity band of the label</source>
        <translation>标签的严重程度等级</translation>
    </message>
    <message>
        <source>the clips are not the same stretches of the recording ({first_words}; {second_words})</source>
        <translation>片段不是录像的相同部分（{first_words}；{second_words}）</translation>
    </message>
    <message>
        <source>{slicing_words} clips of every {interval} frames and length {length}</source>
        <translation>{slicing_words}切分，每 {interval} 帧取一帧，长度 {length}</translation>
    </message>
    <message>
        <source>{name} has no signed evidence (layer {layer}): it exists at the last stage of networks that end in a mean and one linear layer. Compare gradcampp instead</source>
        <translation>{name} 没有有符号证据（层 {layer}）：只有以均值和一个线性层结尾的网络在最后一级才有。请改为比较 gradcampp</translation>
    </message>
    <message>
        <source>the faces are aligned differently, so cells lie on different parts of the face</source>
        <translation>人脸对齐方式不同，单元格位于人脸的不同部位</translation>
    </message>
    <message>
        <source>another face was picked</source>
        <translation>选择的是另一张人脸</translation>
    </message>
    <message>
        <source>their cells have no common grid on faces of {first} and {second} px</source>
        <translation>在 {first} 和 {second} px 的人脸上，其单元格没有共同的网格</translation>
    </message>
    <message>
        <source>All checkpoints share their preprocessing: the same sampled frames and the same aligned faces.</source>
        <translation>所有检查点共用预处理：采样帧和对齐人脸相同。</translation>
    </message>
    <message>
        <source>Preprocessing is not shared, so each checkpoint has faces of its own: {facts_words}.</source>
        <translation>预处理不共用，因此每个检查点有各自的人脸：{facts_words}。</translation>
    </message>
    <message>
        <source>Neighbouring clips show nearly the same and are no independent draws: bias, limits of agreement and map correlations describe this recording, and no test of them is given.</source>
        <translation>相邻片段内容几乎相同，不是独立样本：偏差、一致性界限和热图相关只描述此录像，不作检验。</translation>
    </message>
    <message>
        <source>Neighbouring clips show nearly the same and are no independent draws; {share} of the sampled frames belong to more than one clip: bias, limits of agreement and map correlations describe this recording, and no test of them is given.</source>
        <translation>相邻片段内容几乎相同，不是独立样本；{share} 的采样帧属于多个片段：偏差、一致性界限和热图相关只描述此录像，不作检验。</translation>
    </message>
    <message>
        <source>With {count} clips, standard deviation and limits of agreement are hardly known.</source>
        <translation>只有 {count} 个片段，标准差和一致性界限很不确定。</translation>
    </message>
    <message>
        <source>{name}: unfinished, {done} of {total} clips are done.</source>
        <translation>{name}：未完成，{total} 个片段中已完成 {done} 个。</translation>
    </message>
    <message>
        <source>{name} against {other}: {reason_words}.</source>
        <translation>{name} 与 {other}：{reason_words}。</translation>
    </message>
    <message>
        <source>{name} against {other}: maps on the coarser cells of both, {cells}.</source>
        <translation>{name} 与 {other}：热图取两者中较粗的单元格，{cells}。</translation>
    </message>
    <message>
        <source>shared</source>
        <translation>共用</translation>
    </message>
    <message>
        <source>own</source>
        <translation>各自</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>analysis</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>{method_words} needs a network that ends in global average pooling and one linear layer</source>
        <translation>{method_words} 需要以全局平均池化和一个线性层结尾的网络</translation>
    </message>
    <message>
        <source>{method_words} needs the landmarks of the face</source>
        <translation>{method_words} 需要人脸的关键点</translation>
    </message>
    <message>
        <source>{method_words} needs a baseline to compare with</source>
        <translation>{method_words} 需要用于比较的基线</translation>
    </message>
    <message>
        <source>{method_words} at {layer} needs a baseline of that stage, not of {other}</source>
        <translation>{layer} 的 {method_words} 需要该级的基线，而不是 {other} 的</translation>
    </message>
    <message>
        <source>{count} forward pass</source>
        <translation>{count} 次前向传播</translation>
    </message>
    <message>
        <source>{count} forward passes</source>
        <translation>{count} 次前向传播</translation>
    </message>
    <message>
        <source>{forward} forward and {backward} backward passes</source>
        <translation>{forward} 次前向和 {backward} 次反向传播</translation>
    </message>
    <message>
        <source>K = {groups} groups compete for each feature, so the groups&apos; deviations sum to 0.</source>
        <translation>K = {groups} 组竞争每个特征，因此各组偏差之和为 0。</translation>
    </message>
    <message>
        <source>K = 1: a sigmoid; −1 lets nothing of a feature pass, 0 all of it.</source>
        <translation>K = 1：S 形函数；−1 完全不让特征通过，0 全部通过。</translation>
    </message>
    <message>
        <source>a value for each pixel</source>
        <translation>每个像素一个值</translation>
    </message>
    <message>
        <source>a value for each pixel, by {layer}</source>
        <translation>每个像素一个值，由 {layer} 得出</translation>
    </message>
    <message>
        <source>{layer}, {rows}×{columns} cells</source>
        <translation>{layer}，{rows}×{columns} 个单元格</translation>
    </message>
    <message>
        <source>spread over {pixels} px</source>
        <translation>分布于 {pixels} px</translation>
    </message>
    <message>
        <source>{looked} of {channels} channels, coverage {share}</source>
        <translation>{channels} 个通道中的 {looked} 个，覆盖 {share}</translation>
    </message>
    <message>
        <source>sum {sum}, {gap} off the exact difference</source>
        <translation>总和 {sum}，与精确差值相差 {gap}</translation>
    </message>
    <message>
        <source>less mean over {count} recordings</source>
        <translation>减去 {count} 个录像的均值</translation>
    </message>
    <message>
        <source>from mean over {count} recordings</source>
        <translation>自 {count} 个录像的均值</translation>
    </message>
    <message>
        <source>0 everywhere</source>
        <translation>处处为 0</translation>
    </message>
    <message>
        <source>On synthetic faces its maximum lay where the face moved at {shares_words} of the moments ({beside_words}).</source>
        <translation>在合成人脸上，其最大值在 {shares_words} 的时刻位于人脸活动之处（{beside_words}）。</translation>
    </message>
    <message>
        <source>untrained networks {shares_words}</source>
        <translation>未训练网络 {shares_words}</translation>
    </message>
    <message>
        <source>chance {share}</source>
        <translation>随机水平 {share}</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first} 和 {last}</translation>
    </message>
    <message>
        <source>over {count} parts</source>
        <translation>基于 {count} 个部分</translation>
    </message>
    <message>
        <source>the map or the changes are equal everywhere</source>
        <translation>热图或变化处处相等</translation>
    </message>
    <message>
        <source>one of the maps is equal everywhere</source>
        <translation>其中一张热图处处相等</translation>
    </message>
    <message>
        <source>{count} of {total} maps are equal everywhere</source>
        <translation>{total} 张热图中有 {count} 张处处相等</translation>
    </message>
    <message>
        <source>mirrored, and the map mirrored back</source>
        <translation>镜像后再将热图镜像回来</translation>
    </message>
    <message>
        <source>noise σ = {sigma} on pictures in 0–1</source>
        <translation>画面取值 0–1，噪声 σ = {sigma}</translation>
    </message>
    <message>
        <source>{frames} sampled frames, where both show the same</source>
        <translation>{frames} 个采样帧，取两者内容相同之处</translation>
    </message>
    <message>
        <source>{hits} of {count} time slots</source>
        <translation>{count} 个时间格中的 {hits} 个</translation>
    </message>
    <message>
        <source>the map has no positive relevance there</source>
        <translation>热图在该处没有正相关量</translation>
    </message>
    <message>
        <source>share of the pixels that are a hit</source>
        <translation>命中像素所占比例</translation>
    </message>
    <message>
        <source>deleting cells: {gain} points better than random order</source>
        <translation>删除单元格：比随机顺序好 {gain} 分</translation>
    </message>
    <message>
        <source>deleting cells: {gain} points worse than random order</source>
        <translation>删除单元格：比随机顺序差 {gain} 分</translation>
    </message>
    <message>
        <source>deleting regions: {gain} points better than random order</source>
        <translation>删除区域：比随机顺序好 {gain} 分</translation>
    </message>
    <message>
        <source>deleting regions: {gain} points worse than random order</source>
        <translation>删除区域：比随机顺序差 {gain} 分</translation>
    </message>
    <message>
        <source>{found_words} (beyond all {draws} draws)</source>
        <translation>{found_words}（超出全部 {draws} 次抽取）</translation>
    </message>
    <message>
        <source>{found_words} (not beyond all {draws} draws)</source>
        <translation>{found_words}（未超出全部 {draws} 次抽取）</translation>
    </message>
    <message>
        <source>{found_words} (beyond all {draws} draws: {low} to {high})</source>
        <translation>{found_words}（超出全部 {draws} 次抽取：{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{found_words} (not beyond all {draws} draws: {low} to {high})</source>
        <translation>{found_words}（未超出全部 {draws} 次抽取：{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{found_words} (beyond all {draws} draws in {clips} of {total} clips)</source>
        <translation>{found_words}（{total} 个片段中有 {clips} 个超出全部 {draws} 次抽取）</translation>
    </message>
    <message>
        <source>less than any two untrained networks share</source>
        <translation>低于任意两个未训练网络之间的相似度</translation>
    </message>
    <message>
        <source>as much as two untrained networks share</source>
        <translation>与两个未训练网络之间的相似度相当</translation>
    </message>
    <message>
        <source>less than untrained networks</source>
        <translation>低于未训练网络</translation>
    </message>
    <message>
        <source>as in untrained networks</source>
        <translation>与未训练网络相当</translation>
    </message>
    <message>
        <source>ρ {low} to {high} on synthetic faces</source>
        <translation>合成人脸上 ρ {low} 至 {high}</translation>
    </message>
    <message>
        <source>{reached} of {count} maps of untrained networks on synthetic faces reach it</source>
        <translation>未训练网络在合成人脸上的 {count} 张热图中有 {reached} 张达到此值</translation>
    </message>
    <message>
        <source>more than all {count} maps of untrained networks on synthetic faces</source>
        <translation>高于未训练网络在合成人脸上的全部 {count} 张热图</translation>
    </message>
    <message>
        <source>untrained networks: ρ {low} to {high} on synthetic faces</source>
        <translation>未训练网络：合成人脸上 ρ {low} 至 {high}</translation>
    </message>
    <message>
        <source>likeness to the map with all weights random {rho_words}</source>
        <translation>与全部权重随机时的热图相似度 {rho_words}</translation>
    </message>
    <message>
        <source>likeness to its own mean map {rho_words} ({note_words})</source>
        <translation>与自身平均热图的相似度 {rho_words}（{note_words}）</translation>
    </message>
    <message>
        <source>ranking of time slots against that of their occlusion {rho_words}</source>
        <translation>时间格的排序与其遮挡结果的排序 {rho_words}</translation>
    </message>
    <message>
        <source>less neutral stretch, frames {first} to {last}</source>
        <translation>减去平静段，第 {first} 至 {last} 帧</translation>
    </message>
    <message>
        <source>less mean of the recording, {clips} of {total} clips</source>
        <translation>减去录像的均值，{total} 个片段中的 {clips} 个</translation>
    </message>
    <message>
        <source>from neutral stretch, frames {first} to {last}</source>
        <translation>自平静段，第 {first} 至 {last} 帧</translation>
    </message>
    <message>
        <source>from mean of the recording, {clips} of {total} clips</source>
        <translation>自录像的均值，{total} 个片段中的 {clips} 个</translation>
    </message>
    <message>
        <source>ranking of regions against that of their occlusion {rho_words}</source>
        <translation>区域的排序与其遮挡结果的排序 {rho_words}</translation>
    </message>
    <message>
        <source>likeness after small changes: {rhos_words}</source>
        <translation>微小改动后的相似度：{rhos_words}</translation>
    </message>
    <message>
        <source>flip {rho_words}</source>
        <translation>翻转 {rho_words}</translation>
    </message>
    <message>
        <source>noise {rho_words}</source>
        <translation>噪声 {rho_words}</translation>
    </message>
    <message>
        <source>shift {rho_words}</source>
        <translation>平移 {rho_words}</translation>
    </message>
    <message>
        <source>ρ not defined</source>
        <translation>ρ 无定义</translation>
    </message>
    <message>
        <source>mean of {clips_words} of {recordings_words}</source>
        <translation>{recordings_words}中{clips_words}的均值</translation>
    </message>
    <message>
        <source>mean of {clips_words} of {recordings_words}; one of the maps is equal everywhere</source>
        <translation>{recordings_words}中{clips_words}的均值；其中一张热图处处相等</translation>
    </message>
    <message>
        <source>1 other clip</source>
        <translation>另 1 个片段</translation>
    </message>
    <message>
        <source>{count} other clips</source>
        <translation>另 {count} 个片段</translation>
    </message>
    <message>
        <source>1 recording</source>
        <translation>1 个录像</translation>
    </message>
    <message>
        <source>{count} recordings</source>
        <translation>{count} 个录像</translation>
    </message>
    <message>
        <source>known truth: {note_words}</source>
        <translation>已知真值：{note_words}</translation>
    </message>
    <message>
        <source>on known truth, hits / relevance mass / chance: {shares}</source>
        <translation>在已知真值上，命中 / 相关量 / 随机水平：{shares}</translation>
    </message>
    <message>
        <source>no action that raises the score moves the face at any time slot of this clip</source>
        <translation>此片段的任何时间格中，都没有提高评分的动作使人脸活动</translation>
    </message>
    <message>
        <source>no truth is known of this recording (only those of &apos;stadrn synth&apos; have one)</source>
        <translation>此录像没有已知真值（只有“stadrn synth”生成的录像才有）</translation>
    </message>
    <message>
        <source>there is no other clip to take a mean over</source>
        <translation>没有其他片段可取均值</translation>
    </message>
    <message>
        <source>there is no other clip to take a mean over; give more analyses</source>
        <translation>没有其他片段可取均值；请提供更多分析</translation>
    </message>
    <message>
        <source>guided maps of other clips are not stored (stadrn explain --guided stored)</source>
        <translation>未存储其他片段的引导图（stadrn explain --guided stored）</translation>
    </message>
    <message>
        <source>the recording has no frames beyond this clip, or the map has one time slot</source>
        <translation>录像在此片段之外没有帧，或热图只有一个时间格</translation>
    </message>
    <message>
        <source>another process is at it</source>
        <translation>另一个进程正在处理</translation>
    </message>
    <message>
        <source>{slots}×{rows}×{columns} cells, {frames} sampled frames and {pixels} px from one to the next; finer, but later stages still change what a cell counts for: the weights are a local estimate</source>
        <translation>{slots}×{rows}×{columns} 个单元格，相邻间隔 {frames} 个采样帧和 {pixels} px；更细，但后面各级仍会改变单元格的作用：权重是局部估计</translation>
    </message>
    <message>
        <source>{slots}×{rows}×{columns} cells, {frames} sampled frames and {pixels} px from one to the next; the last stage, from which the score is made: the gradient is known in closed form</source>
        <translation>{slots}×{rows}×{columns} 个单元格，相邻间隔 {frames} 个采样帧和 {pixels} px；这是得出评分的最后一级：梯度有解析式</translation>
    </message>
    <message>
        <source>{slots}×{rows}×{columns} cells, {frames} sampled frames and {pixels} px from one to the next; the last stage, from which the score is made: dense layers follow</source>
        <translation>{slots}×{rows}×{columns} 个单元格，相邻间隔 {frames} 个采样帧和 {pixels} px；这是得出评分的最后一级：其后为全连接层</translation>
    </message>
    <message>
        <source>{first} · {others}</source>
        <translation>{first} · {others}</translation>
    </message>
    <message>
        <source>{first}; {others}</source>
        <translation>{first}；{others}</translation>
    </message>
    <message>
        <source>{first}, {others}</source>
        <translation>{first}，{others}</translation>
    </message>
</context>
<context>
    <name>OpenCheckpoints</name>
    <message>
        <source>{name}: published defaults are assumed</source>
        <translation>{name}：采用已发表的默认设置</translation>
    </message>
    <message>
        <source>The CPU is used</source>
        <translation>使用 CPU</translation>
    </message>
</context>
<context>
    <name>OtherMethods</name>
    <message>
        <source>No analysis yet</source>
        <translation>尚无分析</translation>
    </message>
    <message>
        <source>Other methods explain a clip of an analysis. Open a video and a checkpoint and analyse first.</source>
        <translation>其他方法解释某份分析中的片段。请先打开视频和检查点并进行分析。</translation>
    </message>
    <message>
        <source>Other methods cannot be shown</source>
        <translation>无法显示其他方法</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>not possible now</source>
        <translation>现在不可用</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>您想做什么？</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
</context>
<context>
    <name>Pane</name>
    <message>
        <source>Reset zoom of {title}</source>
        <translation>重置{title}的缩放</translation>
    </message>
    <message>
        <source>Show the whole picture</source>
        <translation>显示整个画面</translation>
    </message>
    <message>
        <source>Key {key} or double-click fills the centre. </source>
        <translation>按 {key} 键或双击可仅在中央显示。 </translation>
    </message>
    <message>
        <source>Up and Down zoom, Ctrl+Shift and arrows move</source>
        <translation>上、下键缩放，Ctrl+Shift 加方向键移动</translation>
    </message>
</context>
<context>
    <name>PaneTexts</name>
    <message>
        <source>Heatmap × score</source>
        <translation>热图 × 评分</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Grad-CAM heatmap</source>
        <translation>Grad-CAM 热图</translation>
    </message>
    <message>
        <source>Signed evidence</source>
        <translation>有符号证据</translation>
    </message>
    <message>
        <source>Guided backpropagation</source>
        <translation>引导反向传播</translation>
    </message>
    <message>
        <source>Guided backpropagation · magnitude</source>
        <translation>引导反向传播 · 幅值</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Aligned face</source>
        <translation>对齐人脸</translation>
    </message>
    <message>
        <source>face not looked for yet</source>
        <translation>尚未查找人脸</translation>
    </message>
    <message>
        <source>face between sampled frames</source>
        <translation>采样帧之间的人脸</translation>
    </message>
    <message>
        <source>no face in this frame</source>
        <translation>此帧没有人脸</translation>
    </message>
    <message>
        <source>this frame cannot be decoded</source>
        <translation>此帧无法解码</translation>
    </message>
    <message>
        <source>being prepared…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>explaining…</source>
        <translation>正在解释…</translation>
    </message>
    <message>
        <source>{size} cells, interpolated</source>
        <translation>{size} 个单元格，插值</translation>
    </message>
    <message>
        <source>{size} cells</source>
        <translation>{size} 个单元格</translation>
    </message>
    <message>
        <source>frame {frame}</source>
        <translation>第 {frame} 帧</translation>
    </message>
    <message>
        <source>Guided maps were not kept in this analysis</source>
        <translation>此分析未保存引导图</translation>
    </message>
    <message>
        <source>Computed when the playhead rests here</source>
        <translation>播放头停在此处时计算</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Research use, not a diagnosis</source>
        <translation>仅供研究使用，不作诊断</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Open checkpoint…</source>
        <translation>打开检查点…</translation>
    </message>
    <message>
        <source>Recent recordings</source>
        <translation>最近的录像</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>None open</source>
        <translation>未打开</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>Whole recording</source>
        <translation>整个录像</translation>
    </message>
    <message>
        <source>Under the playhead</source>
        <translation>播放头处</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>须知</translation>
    </message>
    <message>
        <source>{mean} BDI-II points</source>
        <translation>{mean} BDI-II 分</translation>
    </message>
    <message>
        <source>mean over {clips}</source>
        <translation>{clips}的均值</translation>
    </message>
    <message>
        <source>error unknown</source>
        <translation>误差未知</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>尚未分析</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>可信度</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>信息</translation>
    </message>
</context>
<context>
    <name>PlayerViews</name>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Aligned face</source>
        <translation>对齐人脸</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Guided backpropagation</source>
        <translation>引导反向传播</translation>
    </message>
    <message>
        <source>Views of the frame</source>
        <translation>帧的各视图</translation>
    </message>
    <message>
        <source>x {x}  y {y}</source>
        <translation>x {x}  y {y}</translation>
    </message>
    <message>
        <source>Follow this face</source>
        <translation>跟随此人脸</translation>
    </message>
    <message>
        <source>Show all four views (Esc)</source>
        <translation>显示全部四个视图（Esc）</translation>
    </message>
    <message>
        <source>Fill the centre ({key})</source>
        <translation>仅在中央显示（{key}）</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>重置缩放</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Now: {device}</source>
        <translation>当前：{device}</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Automatic (GPU if there is one)</source>
        <translation>自动（有 GPU 时使用）</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU（CUDA）</translation>
    </message>
    <message>
        <source>GPU (Apple)</source>
        <translation>GPU（Apple）</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>偏好设置</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Guided maps of new analyses</source>
        <translation>新分析的引导图</translation>
    </message>
    <message>
        <source>the one that comes with the installed package</source>
        <translation>随安装包附带的模型</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Colours of the heatmap</source>
        <translation>热图的颜色</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Landmark model (dlib, 68 points)</source>
        <translation>关键点模型（dlib，68 点）</translation>
    </message>
    <message>
        <source>Aligned faces kept for further checkpoints, at most</source>
        <translation>为其他检查点保留的对齐人脸，最多</translation>
    </message>
    <message>
        <source>Forget recent files</source>
        <translation>清除最近文件</translation>
    </message>
    <message>
        <source>Their names may tell who was recorded</source>
        <translation>文件名可能透露录制对象</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Another language is shown from the next start on.</source>
        <translation>更改语言后，从下次启动起生效。</translation>
    </message>
    <message>
        <source>No font of this machine has Chinese characters, so boxes would be shown. On Debian and Ubuntu, sudo apt install fonts-noto-cjk brings one.</source>
        <translation>本机没有含中文字符的字体，文字会显示为方框。在 Debian 和 Ubuntu 上可运行 sudo apt install fonts-noto-cjk 安装。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Aligned faces are pictures of people. The next analyses make them again.</source>
        <translation>对齐人脸是人物的图像。之后的分析会重新生成它们。</translation>
    </message>
    <message>
        <source>The face cache</source>
        <translation>人脸缓存</translation>
    </message>
    <message>
        <source>{size} in use</source>
        <translation>已用 {size}</translation>
    </message>
    <message>
        <source>nothing kept now</source>
        <translation>目前没有保留</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>没有文件 {path}。</translation>
    </message>
    <message>
        <source>Choose a landmark model</source>
        <translation>选择关键点模型</translation>
    </message>
    <message>
        <source>dlib models (*.dat)</source>
        <translation>dlib 模型 (*.dat)</translation>
    </message>
    <message>
        <source>Recent files are forgotten</source>
        <translation>已清除最近文件</translation>
    </message>
</context>
<context>
    <name>Quality</name>
    <message>
        <source>pose</source>
        <translation>姿态</translation>
    </message>
    <message>
        <source>light</source>
        <translation>光照</translation>
    </message>
    <message>
        <source>size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Frames with a face turned away, too dark or too bright, burnt out or black in parts, small or blurred: maps and scores may be less reliable there. Hatched: burnt-out and black parts were not looked for. Playback → Next face that is hard to judge goes from one to the next</source>
        <translation>人脸偏转、过暗或过亮、局部过曝或全黑、过小或模糊的帧：此处的图和评分可能不太可靠。斜线：未检查局部过曝和全黑。“播放 → 下一处难以判断的人脸”可逐一跳转</translation>
    </message>
    <message>
        <source>not known whether parts of the face are burnt out or black</source>
        <translation>未知人脸是否局部过曝或全黑</translation>
    </message>
    <message>
        <source>Not measured in this analysis, which is older than these measures</source>
        <translation>此分析早于这些度量，未作测量</translation>
    </message>
</context>
<context>
    <name>RegionDiagram</name>
    <message>
        <source>subject&apos;s right</source>
        <translation>受试者右侧</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左侧</translation>
    </message>
</context>
<context>
    <name>RegionPanel</name>
    <message>
        <source>Left (L) and right (R) are the subject&apos;s. Everything outside the face is background.</source>
        <translation>左（L）和右（R）以受试者为准。面部之外均为背景。</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>All explained clips together</source>
        <translation>所有已解释的片段合计</translation>
    </message>
    <message>
        <source>The clip under the playhead</source>
        <translation>播放头处的片段</translation>
    </message>
    <message>
        <source>By region</source>
        <translation>按区域</translation>
    </message>
    <message>
        <source>Left–right asymmetry</source>
        <translation>左右不对称性</translation>
    </message>
    <message>
        <source>(L − R) / (L + R) of the mean heat; above 0 there is more on the subject&apos;s left</source>
        <translation>平均热量的 (L − R) / (L + R)；大于 0 表示受试者左侧较多</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>须知</translation>
    </message>
    <message>
        <source>Measure by region</source>
        <translation>各区域的度量</translation>
    </message>
    <message>
        <source>Numbers of</source>
        <translation>数值取自</translation>
    </message>
    <message>
        <source>Face coloured by region</source>
        <translation>按区域着色的人脸</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>Save CSV…</source>
        <translation>保存 CSV…</translation>
    </message>
    <message>
        <source>All measures of the recording with their intervals, to be pasted into a sheet</source>
        <translation>录像的全部度量及其区间，可粘贴到电子表格</translation>
    </message>
    <message>
        <source>All measures of the recording with their intervals, as a file</source>
        <translation>录像的全部度量及其区间，存为文件</translation>
    </message>
    <message>
        <source>The clip under the playhead is not explained.</source>
        <translation>播放头处的片段未解释。</translation>
    </message>
    <message>
        <source>The regions are being computed…</source>
        <translation>正在计算区域…</translation>
    </message>
    <message>
        <source>Click a region to follow it on the timeline</source>
        <translation>点击区域可在时间轴上追踪</translation>
    </message>
    <message>
        <source>Copied: {count} regions of the recording, {heat}</source>
        <translation>已复制：录像的 {count} 个区域，{heat}</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
    <message>
        <source>Not written</source>
        <translation>未写入</translation>
    </message>
    <message>
        <source>The table was not written</source>
        <translation>表格未写入</translation>
    </message>
</context>
<context>
    <name>RegionShown</name>
    <message>
        <source>{heat}, {clips} of {total} clips</source>
        <translation>{heat}，{total} 个片段中的 {clips} 个</translation>
    </message>
    <message>
        <source>{heat}, clip {clip} of {total}</source>
        <translation>{heat}，第 {clip} 个片段，共 {total} 个</translation>
    </message>
    <message>
        <source>{share:.0%} of the heat lies outside the face, which is {area:.0%} of the picture. The network may look at something other than the face. (Told from {limit:.0%} on: a convention, not a finding.)</source>
        <translation>{share:.0%} 的热量位于占画面 {area:.0%} 的面部之外。网络看的可能不是人脸。（自 {limit:.0%} 起提示：这是约定，不是研究结论。）</translation>
    </message>
</context>
<context>
    <name>RegionTable</name>
    <message>
        <source>region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Left (L) and right (R) are the subject&apos;s</source>
        <translation>左（L）和右（R）以受试者为准</translation>
    </message>
    <message>
        <source> to </source>
        <translation> 至 </translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 区间</translation>
    </message>
    <message>
        <source>Of resampled stretches of clips</source>
        <translation>取自片段的重采样</translation>
    </message>
    <message>
        <source>Numbers by region</source>
        <translation>各区域的数值</translation>
    </message>
</context>
<context>
    <name>RegionTrack</name>
    <message>
        <source>% of heat</source>
        <translation>热量占比 %</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>mean heat</source>
        <translation>平均热量</translation>
    </message>
    <message>
        <source>points</source>
        <translation>分</translation>
    </message>
    <message>
        <source>Where on the face the heat lies, over time; left (L) and right (R) are the subject&apos;s. Click a name to pick out its region; the menu changes the measure</source>
        <translation>热量随时间位于面部何处；左（L）和右（R）以受试者为准。点击名称突出该区域；菜单更改度量</translation>
    </message>
    <message>
        <source> per time slot</source>
        <translation> 每时间段</translation>
    </message>
</context>
<context>
    <name>Regions</name>
    <message>
        <source>forehead</source>
        <translation>额部</translation>
    </message>
    <message>
        <source>glabella</source>
        <translation>眉间</translation>
    </message>
    <message>
        <source>brow R</source>
        <translation>右眉</translation>
    </message>
    <message>
        <source>brow L</source>
        <translation>左眉</translation>
    </message>
    <message>
        <source>eye socket R</source>
        <translation>右眼眶</translation>
    </message>
    <message>
        <source>eye socket L</source>
        <translation>左眼眶</translation>
    </message>
    <message>
        <source>nose</source>
        <translation>鼻</translation>
    </message>
    <message>
        <source>cheek R</source>
        <translation>右颊</translation>
    </message>
    <message>
        <source>cheek L</source>
        <translation>左颊</translation>
    </message>
    <message>
        <source>nasolabial R</source>
        <translation>右鼻唇沟</translation>
    </message>
    <message>
        <source>nasolabial L</source>
        <translation>左鼻唇沟</translation>
    </message>
    <message>
        <source>mouth corner R</source>
        <translation>右口角</translation>
    </message>
    <message>
        <source>mouth corner L</source>
        <translation>左口角</translation>
    </message>
    <message>
        <source>lips</source>
        <translation>唇</translation>
    </message>
    <message>
        <source>chin, jaw</source>
        <translation>下颌</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>brows R, L</source>
        <translation>眉 R、L</translation>
    </message>
    <message>
        <source>eyes R, L</source>
        <translation>眼 R、L</translation>
    </message>
    <message>
        <source>cheeks R, L</source>
        <translation>颊 R、L</translation>
    </message>
    <message>
        <source>nasolabial R, L</source>
        <translation>鼻唇沟 R、L</translation>
    </message>
    <message>
        <source>mouth corners</source>
        <translation>口角</translation>
    </message>
    <message>
        <source>Share of the heat</source>
        <translation>热量占比</translation>
    </message>
    <message>
        <source>Density (heat ÷ area)</source>
        <translation>密度（热量 ÷ 面积）</translation>
    </message>
    <message>
        <source>Mean heat</source>
        <translation>平均热量</translation>
    </message>
    <message>
        <source>Signed points</source>
        <translation>有符号分值</translation>
    </message>
    <message>
        <source>Largest heat</source>
        <translation>最大热量</translation>
    </message>
    <message>
        <source>Part of the map&apos;s heat that lies in the region, in percent</source>
        <translation>图中位于该区域的热量，以百分比计</translation>
    </message>
    <message>
        <source>Share of the heat divided by the share of the area: 1 is the mean of the whole picture</source>
        <translation>热量占比除以面积占比：1 为整个画面的平均</translation>
    </message>
    <message>
        <source>Heat for each pixel of the region</source>
        <translation>区域内每个像素的热量</translation>
    </message>
    <message>
        <source>BDI-II points that the region adds to the raw score, or takes from it</source>
        <translation>该区域使原始评分增加或减少的 BDI-II 分</translation>
    </message>
    <message>
        <source>Largest pixel of the drawn map in the region</source>
        <translation>区域内所绘图的最大像素值</translation>
    </message>
    <message>
        <source>% of heat</source>
        <translation>热量占比 %</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>points</source>
        <translation>分</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>% of the heat</source>
        <translation>占热量的 %</translation>
    </message>
    <message>
        <source>× the mean density</source>
        <translation>× 平均密度</translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation>BDI-II 分</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>无数值</translation>
    </message>
    <message>
        <source>No regions: the recording consists of aligned faces, for which no landmarks are known.</source>
        <translation>没有区域：录像由对齐人脸组成，其关键点未知。</translation>
    </message>
    <message>
        <source>This network has no signed evidence, so there are no points.</source>
        <translation>此网络没有有符号证据，因此没有分值。</translation>
    </message>
    <message>
        <source>Regions appear here when a recording is analysed.</source>
        <translation>分析录像后，此处显示区域。</translation>
    </message>
    <message>
        <source>Regions appear here clip by clip</source>
        <translation>区域随片段逐个显示</translation>
    </message>
    <message>
        <source>The regions cannot be computed</source>
        <translation>无法计算区域</translation>
    </message>
    <message>
        <source>{title}. {text}</source>
        <translation>{title}。{text}</translation>
    </message>
</context>
<context>
    <name>ScoreCard</name>
    <message>
        <source>Score on the scale of severity</source>
        <translation>严重程度量表上的评分</translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation>BDI-II 分</translation>
    </message>
    <message>
        <source>No score yet</source>
        <translation>尚无评分</translation>
    </message>
    <message>
        <source>no score yet</source>
        <translation>尚无评分</translation>
    </message>
    <message>
        <source>Score {score} BDI-II points, {band}</source>
        <translation>评分 {score} BDI-II 分，{band}</translation>
    </message>
</context>
<context>
    <name>SecondRecording</name>
    <message>
        <source>Stored analyses of the second recording cannot be looked through</source>
        <translation>无法查找第二个录像的已存储分析</translation>
    </message>
    <message>
        <source>reading the recording</source>
        <translation>正在读取录像</translation>
    </message>
    <message>
        <source>recordings</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>The second recording cannot be analysed</source>
        <translation>无法分析第二个录像</translation>
    </message>
    <message>
        <source>The session was not added to the library</source>
        <translation>会话未能加入会话库</translation>
    </message>
</context>
<context>
    <name>SessionChart</name>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>known otherwise</source>
        <translation>另行得知</translation>
    </message>
    <message>
        <source>Scores over sessions</source>
        <translation>各次会话的评分</translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation>BDI-II 分</translation>
    </message>
</context>
<context>
    <name>SessionForm</name>
    <message>
        <source>such as P-0815, never a name</source>
        <translation>例如 P-0815，切勿用姓名</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>0 to 63</source>
        <translation>0 至 63</translation>
    </message>
    <message>
        <source>separated by commas</source>
        <translation>以逗号分隔</translation>
    </message>
    <message>
        <source>Patient (pseudonym)</source>
        <translation>患者（化名）</translation>
    </message>
    <message>
        <source>Recorded on</source>
        <translation>录制日期</translation>
    </message>
    <message>
        <source>BDI-II score known otherwise</source>
        <translation>另行得知的 BDI-II 评分</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>The date is written as 2026-03-31. It is not kept yet.</source>
        <translation>日期写作 2026-03-31。尚未保存。</translation>
    </message>
    <message>
        <source>A BDI-II score is 0 to 63. It is not kept yet.</source>
        <translation>BDI-II 评分为 0 至 63。尚未保存。</translation>
    </message>
    <message>
        <source>The known score is a number from 0 to 63. It is not kept yet.</source>
        <translation>已知评分是 0 至 63 的数。尚未保存。</translation>
    </message>
    <message>
        <source>no score</source>
        <translation>无评分</translation>
    </message>
    <message>
        <source>{checkpoint}: {points}, clips: {clips}, {date}</source>
        <translation>{checkpoint}：{points}，{clips} 个片段，{date}</translation>
    </message>
</context>
<context>
    <name>Sound</name>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Volume {volume} %</source>
        <translation>音量 {volume} %</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>没有声音</translation>
    </message>
    <message>
        <source>The recording has no sound</source>
        <translation>此录像没有声音</translation>
    </message>
    <message>
        <source>Sound off. It is heard forwards in real time, from a quarter to twice the speed</source>
        <translation>声音已关。仅在实时向前播放、速度为四分之一至两倍时有声音</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>声音已关</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>声音已开</translation>
    </message>
    <message>
        <source>The sound cannot be played</source>
        <translation>无法播放声音</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>is open</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>Open a face video</source>
        <translation>打开面部视频</translation>
    </message>
    <message>
        <source>Drop it here, or click</source>
        <translation>拖放到此处，或点击</translation>
    </message>
    <message>
        <source>mp4 · mov · mkv · avi · webm · folder of images</source>
        <translation>mp4 · mov · mkv · avi · webm · 图像文件夹</translation>
    </message>
    <message>
        <source>Open an STA-DRN checkpoint</source>
        <translation>打开 STA-DRN 检查点</translation>
    </message>
    <message>
        <source>safetensors · pth · pt · ckpt</source>
        <translation>safetensors · pth · pt · ckpt</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>A synthetic person, explained by networks that learned from synthetic faces</source>
        <translation>一个合成人物，由学习合成人脸的网络解释</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>See what the network looked at</source>
        <translation>查看网络看了哪里</translation>
    </message>
    <message>
        <source>A face video and an STA-DRN checkpoint in, an explanation to scrub through out.</source>
        <translation>放入面部视频和 STA-DRN 检查点，得到可拖动浏览的解释。</translation>
    </message>
    <message>
        <source>Research use, not a diagnosis</source>
        <translation>仅供研究使用，不作诊断</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Progress of the analysis</source>
        <translation>分析进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Finished clips are kept</source>
        <translation>已完成的片段会保留</translation>
    </message>
    <message>
        <source>Where the network is computed</source>
        <translation>网络的计算设备</translation>
    </message>
    <message>
        <source>cancelling after this clip; finished clips are kept</source>
        <translation>此片段完成后取消；已完成的片段会保留</translation>
    </message>
    <message>
        <source>clip {clip} of {total}</source>
        <translation>第 {clip} 个片段，共 {total} 个</translation>
    </message>
    <message>
        <source>{stage} {clip}</source>
        <translation>{stage} {clip}</translation>
    </message>
    <message>
        <source> {done} of {total}</source>
        <translation> {done}/{total}</translation>
    </message>
    <message>
        <source>{rate:.2f} {unit}/s</source>
        <translation>{rate:.2f} {unit}/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>{seconds:.0f} s</source>
        <translation>{seconds:.0f} 秒</translation>
    </message>
    <message>
        <source>{time} min</source>
        <translation>{time} 分钟</translation>
    </message>
    <message>
        <source>analysis cancelled</source>
        <translation>分析已取消</translation>
    </message>
    <message>
        <source>analysis failed</source>
        <translation>分析失败</translation>
    </message>
    <message>
        <source>explained {clips}</source>
        <translation>已解释 {clips}</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>GPU, {name}, {memory} GB</source>
        <translation>GPU，{name}，{memory} GB</translation>
    </message>
    <message>
        <source>GPU, Apple</source>
        <translation>GPU，Apple</translation>
    </message>
    <message>
        <source>CPU, 1 thread</source>
        <translation>CPU，1 个线程</translation>
    </message>
    <message>
        <source>CPU, {count} threads</source>
        <translation>CPU，{count} 个线程</translation>
    </message>
    <message>
        <source>{device} is not available; the CPU is used.</source>
        <translation>{device} 不可用；使用 CPU。</translation>
    </message>
    <message>
        <source>{name} was made of {recording}, which is not there any more. Put the recording back, or open it from where it lies now together with the checkpoint: an analysis stored for them is found by content.</source>
        <translation>{name} 由 {recording} 生成，而该录像已不在原处。请放回录像，或从其现在的位置连同检查点一起打开：为它们存储的分析会按内容找到。</translation>
    </message>
    <message>
        <source>{recording} has changed since {name} was made of it. Open the recording and analyse it again.</source>
        <translation>生成 {name} 之后，{recording} 已更改。请打开录像并重新分析。</translation>
    </message>
    <message>
        <source>{path}: the recording cannot be read any more ({strerror}). Check its place and permissions.</source>
        <translation>{path}：无法再读取录像（{strerror}）。请检查其位置和权限。</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Timeline and playback</source>
        <translation>时间轴与播放</translation>
    </message>
    <message>
        <source>Regions show</source>
        <translation>区域显示</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Scores, evidence, heat and faces over time. Up and Down zoom</source>
        <translation>评分、证据、热量和人脸随时间变化。上、下键缩放</translation>
    </message>
    <message>
        <source>Show the whole recording</source>
        <translation>显示整个录像</translation>
    </message>
    <message>
        <source>{time} · frame {frame}</source>
        <translation>{time} · 第 {frame} 帧</translation>
    </message>
    <message>
        <source>Overview of the whole recording</source>
        <translation>整个录像概览</translation>
    </message>
    <message>
        <source>The whole recording. Drag the window or its borders; double-click shows everything</source>
        <translation>整个录像。拖动窗口或其边界；双击显示全部</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Score of each clip in BDI-II points, over the four severity bands</source>
        <translation>每个片段的 BDI-II 评分，背景为四个严重程度等级</translation>
    </message>
    <message>
        <source>Scores appear here clip by clip</source>
        <translation>评分随片段逐个显示</translation>
    </message>
    <message>
        <source>clip {number} of {total}</source>
        <translation>第 {number} 个片段，共 {total} 个</translation>
    </message>
    <message>
        <source>clips {number} of {total}</source>
        <translation>第 {number} 个片段，共 {total} 个</translation>
    </message>
    <message>
        <source> (clamped)</source>
        <translation> （已截断）</translation>
    </message>
    <message>
        <source>{name} · score {score}</source>
        <translation>{name} · 评分 {score}</translation>
    </message>
    <message>
        <source>{name} · skipped</source>
        <translation>{name} · 已跳过</translation>
    </message>
    <message>
        <source>explaining…</source>
        <translation>正在解释…</translation>
    </message>
    <message>
        <source>not explained yet</source>
        <translation>尚未解释</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Signed evidence: BDI-II points that each time slot adds to its clip&apos;s raw score, or takes from it</source>
        <translation>有符号证据：每个时间段使所属片段的原始评分增加或减少的 BDI-II 分</translation>
    </message>
    <message>
        <source>evidence {value:+.2f} points</source>
        <translation>证据 {value:+.2f} 分</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>热量</translation>
    </message>
    <message>
        <source>Mean Grad-CAM++ of each time slot, weighted by the score when the views are</source>
        <translation>每个时间段的平均 Grad-CAM++；视图按评分加权时也加权</translation>
    </message>
    <message>
        <source>mean heat {value}, weighted</source>
        <translation>平均热量 {value}，已加权</translation>
    </message>
    <message>
        <source>mean heat {value}</source>
        <translation>平均热量 {value}</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Face found, held from the nearest frame, none, or not looked at yet</source>
        <translation>人脸已找到、沿用最近的帧、没有，或尚未查找</translation>
    </message>
    <message>
        <source>face not looked for yet</source>
        <translation>尚未查找人脸</translation>
    </message>
    <message>
        <source>face found</source>
        <translation>已找到人脸</translation>
    </message>
    <message>
        <source>no face here, nearest held</source>
        <translation>此处无人脸，沿用最近的</translation>
    </message>
    <message>
        <source>no face</source>
        <translation>无人脸</translation>
    </message>
    <message>
        <source>frame cannot be decoded</source>
        <translation>帧无法解码</translation>
    </message>
    <message>
        <source>Explained</source>
        <translation>已解释</translation>
    </message>
    <message>
        <source>Clips that are explained, skipped, or still to do</source>
        <translation>已解释、已跳过或待完成的片段</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tool bar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Open video</source>
        <translation>打开视频</translation>
    </message>
    <message>
        <source>Open checkpoint</source>
        <translation>打开检查点</translation>
    </message>
    <message>
        <source>Analysis settings</source>
        <translation>分析设置</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Open a video</source>
        <translation>打开视频</translation>
    </message>
    <message>
        <source>Open a checkpoint</source>
        <translation>打开检查点</translation>
    </message>
    <message>
        <source>Export picture, video, figure or tables</source>
        <translation>导出图片、视频、图或表格</translation>
    </message>
    <message>
        <source>Finished clips are kept</source>
        <translation>已完成的片段会保留</translation>
    </message>
    <message>
        <source>Explain every clip, the one under the playhead first</source>
        <translation>解释每个片段，先从播放头处开始</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation>已分析</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>分析</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Real time</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Every frame</source>
        <translation>逐帧</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>上一帧</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>下一帧</translation>
    </message>
    <message>
        <source>Playback speed</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>Playback mode</source>
        <translation>播放模式</translation>
    </message>
    <message>
        <source>Real time drops frames when it must; every frame shows all of them and may run slower</source>
        <translation>实时播放必要时丢帧；逐帧播放显示全部帧，可能较慢</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Frames are counted from 0, time from the first frame</source>
        <translation>帧从 0 计数，时间从第一帧计</translation>
    </message>
    <message>
        <source>Dropped frames</source>
        <translation>丢帧</translation>
    </message>
    <message>
        <source>Frames left out since playback began, to keep real time</source>
        <translation>自播放开始以来为保持实时而丢弃的帧</translation>
    </message>
    <message>
        <source>Selected range</source>
        <translation>所选区间</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>Selected range; or Shift and drag</source>
        <translation>所选区间；或按住 Shift 拖动</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom the timeline out (Down, with the timeline in focus)</source>
        <translation>缩小时间轴（焦点在时间轴时按下键）</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom the timeline in (Up, with the timeline in focus)</source>
        <translation>放大时间轴（焦点在时间轴时按上键）</translation>
    </message>
    <message>
        <source>Whole recording</source>
        <translation>整个录像</translation>
    </message>
    <message>
        <source>Show the whole recording (double-click on the timeline)</source>
        <translation>显示整个录像（双击时间轴）</translation>
    </message>
    <message>
        <source>no recording open</source>
        <translation>未打开录像</translation>
    </message>
    <message>
        <source>frame {number} / {total} · {time}</source>
        <translation>第 {number} / {total} 帧 · {time}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>{count} dropped</source>
        <translation>丢帧 {count}</translation>
    </message>
    <message>
        <source>range {first} – {last}</source>
        <translation>区间 {first} – {last}</translation>
    </message>
</context>
<context>
    <name>TrustBadge</name>
    <message>
        <source>Trust: plain Grad-CAM is not tested</source>
        <translation>可信度：普通 Grad-CAM 未检验</translation>
    </message>
    <message>
        <source>Only Grad-CAM++, signed evidence and guided backpropagation are tested, not plain Grad-CAM.</source>
        <translation>只检验 Grad-CAM++、有符号证据和引导反向传播，不检验普通 Grad-CAM。</translation>
    </message>
    <message>
        <source>Trust: not known yet</source>
        <translation>可信度：尚不清楚</translation>
    </message>
    <message>
        <source>{map}: the stored tests are not read yet.</source>
        <translation>{map}：尚未读取已存储的检验。</translation>
    </message>
    <message>
        <source>Trust: {line}</source>
        <translation>可信度：{line}</translation>
    </message>
    <message>
        <source> Press for the tests.</source>
        <translation> 按下查看检验。</translation>
    </message>
</context>
<context>
    <name>TrustPanel</name>
    <message>
        <source>Tests of the map</source>
        <translation>图的检验</translation>
    </message>
    <message>
        <source>What if?</source>
        <translation>假如？</translation>
    </message>
    <message>
        <source>Can this map be trusted? Each test with its question and its cost</source>
        <translation>这张图可信吗？每项检验附其问题和成本</translation>
    </message>
    <message>
        <source>What would the score be if a part of the face were neutral?</source>
        <translation>如果面部某一部分是中性的，评分会是多少？</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>可信度</translation>
    </message>
</context>
<context>
    <name>TrustRows</name>
    <message>
        <source>All numbers</source>
        <translation>全部数值</translation>
    </message>
    <message>
        <source>All numbers: {title}</source>
        <translation>全部数值：{title}</translation>
    </message>
    <message>
        <source>Only clip {number} of {total}</source>
        <translation>仅第 {number} 个片段，共 {total} 个</translation>
    </message>
    <message>
        <source>Mean of {count} of {total} clips</source>
        <translation>{total} 个片段中 {count} 个的均值</translation>
    </message>
</context>
<context>
    <name>TrustTasks</name>
    <message>
        <source>reading the clip</source>
        <translation>正在读取片段</translation>
    </message>
    <message>
        <source>Regions cannot be found in this clip: {reason}.</source>
        <translation>此片段中找不到区域：{reason}。</translation>
    </message>
    <message>
        <source>This part of the face lies outside the aligned pictures. Choose another region or time.</source>
        <translation>面部的这一部分位于对齐画面之外。请选择其他区域或时间。</translation>
    </message>
    <message>
        <source>asking the model</source>
        <translation>正在询问模型</translation>
    </message>
</context>
<context>
    <name>TrustTests</name>
    <message>
        <source>Grad-CAM++</source>
        <translation>Grad-CAM++</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>有符号</translation>
    </message>
    <message>
        <source>Guided</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>The heatmap; times the score it is the same map, as one factor for a clip changes no order</source>
        <translation>热图；乘以评分后仍是同一张图，因为片段的同一系数不改变次序</translation>
    </message>
    <message>
        <source>What each place adds to the raw score or takes from it</source>
        <translation>每处使原始评分增加或减少多少</translation>
    </message>
    <message>
        <source>Guided backpropagation always gets the test with random weights</source>
        <translation>引导反向传播总是进行随机权重检验</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>This clip</source>
        <translation>此片段</translation>
    </message>
    <message>
        <source>All clips</source>
        <translation>所有片段</translation>
    </message>
    <message>
        <source>Tested for</source>
        <translation>检验对象</translation>
    </message>
    <message>
        <source>Progress of the tests</source>
        <translation>检验进度</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clip {clip}</source>
        <translation>片段 {clip}</translation>
    </message>
    <message>
        <source>All {count} explained</source>
        <translation>全部 {count} 个已解释片段</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Cannot be taken: {reason}.</source>
        <translation>无法进行：{reason}。</translation>
    </message>
    <message>
        <source>Cost: being found out…</source>
        <translation>成本：正在估算…</translation>
    </message>
    <message>
        <source>Cost for each clip: {cost}</source>
        <translation>每个片段的成本：{cost}</translation>
    </message>
    <message>
        <source>Cost: {cost}</source>
        <translation>成本：{cost}</translation>
    </message>
    <message>
        <source>There is no explained clip under the playhead.</source>
        <translation>播放头处没有已解释的片段。</translation>
    </message>
    <message>
        <source>The chosen tests are stored.</source>
        <translation>所选检验已存储。</translation>
    </message>
    <message>
        <source>Choose tests above.</source>
        <translation>请在上方选择检验。</translation>
    </message>
    <message>
        <source>Together about {cost}</source>
        <translation>合计约 {cost}</translation>
    </message>
    <message>
        <source>Together {cost}</source>
        <translation>合计 {cost}</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Run 1 test</source>
        <translation>运行 1 项检验</translation>
    </message>
    <message>
        <source>Run {count} tests</source>
        <translation>运行 {count} 项检验</translation>
    </message>
    <message>
        <source>Clip {number}: </source>
        <translation>片段 {number}： </translation>
    </message>
    <message>
        <source> · {done} of {total}</source>
        <translation> · {done}/{total}</translation>
    </message>
    <message>
        <source> · {time} left</source>
        <translation> · 剩余 {time}</translation>
    </message>
</context>
<context>
    <name>TrustWords</name>
    <message>
        <source>Grad-CAM++</source>
        <translation>Grad-CAM++</translation>
    </message>
    <message>
        <source>Signed evidence</source>
        <translation>有符号证据</translation>
    </message>
    <message>
        <source>Guided backpropagation</source>
        <translation>引导反向传播</translation>
    </message>
    <message>
        <source>There are no grades: for none of these numbers is it known from which value on a map deserves trust. Every test is about the model and its map, none about the person.</source>
        <translation>没有等级：对于这些数值，都不知道从哪个值起图才值得信任。每项检验都针对模型及其图，不针对个人。</translation>
    </message>
    <message>
        <source>about {seconds} s</source>
        <translation>约 {seconds} 秒</translation>
    </message>
    <message>
        <source>about {minutes:.0f} min</source>
        <translation>约 {minutes:.0f} 分钟</translation>
    </message>
    <message>
        <source>about {hours:.1f} h</source>
        <translation>约 {hours:.1f} 小时</translation>
    </message>
    <message>
        <source>1 pass</source>
        <translation>1 次计算</translation>
    </message>
    <message>
        <source>{count} passes</source>
        <translation>{count} 次计算</translation>
    </message>
    <message>
        <source>1 map</source>
        <translation>1 张图</translation>
    </message>
    <message>
        <source>{count} maps</source>
        <translation>{count} 张图</translation>
    </message>
    <message>
        <source>no passes of the model; some seconds</source>
        <translation>无需运行模型；几秒钟</translation>
    </message>
    <message>
        <source>seconds not known yet</source>
        <translation>所需秒数尚不清楚</translation>
    </message>
    <message>
        <source> and </source>
        <translation> 和 </translation>
    </message>
    <message>
        <source> ({low} to {high})</source>
        <translation> （{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{value:.0f} time slots</source>
        <translation>{value:.0f} 个时间段</translation>
    </message>
    <message>
        <source>{value} points</source>
        <translation>{value} 分</translation>
    </message>
    <message>
        <source> ({draws} draws: {low} to {high})</source>
        <translation> （{draws} 次抽取：{low} 至 {high}）</translation>
    </message>
    <message>
        <source>random weights not tested</source>
        <translation>未检验随机权重</translation>
    </message>
    <message>
        <source>{done} of {total} tests</source>
        <translation>已完成 {done}/{total} 项检验</translation>
    </message>
    <message>
        <source>not tested</source>
        <translation>未检验</translation>
    </message>
    <message>
        <source>Clip {number}, {tested}</source>
        <translation>片段 {number}，{tested}</translation>
    </message>
    <message>
        <source>{map}, clip {number}</source>
        <translation>{map}，片段 {number}</translation>
    </message>
    <message>
        <source>{head}: not tested.</source>
        <translation>{head}：未检验。</translation>
    </message>
    <message>
        <source>{head}:</source>
        <translation>{head}：</translation>
    </message>
    <message>
        <source>Not tested: {missing}.</source>
        <translation>未检验：{missing}。</translation>
    </message>
    <message>
        <source>clip {number}</source>
        <translation>片段 {number}</translation>
    </message>
    <message>
        <source>{count} other clips</source>
        <translation>其他 {count} 个片段</translation>
    </message>
    <message>
        <source>random weights {value} in {whose}</source>
        <translation>随机权重 {value}，{whose}</translation>
    </message>
    <message>
        <source>ρ not defined</source>
        <translation>ρ 无定义</translation>
    </message>
    <message>
        <source>stability ρ </source>
        <translation>稳定性 ρ </translation>
    </message>
    <message>
        <source>known truth: nothing moves</source>
        <translation>已知真值：没有运动</translation>
    </message>
    <message>
        <source>known truth {hits} hits, chance {chance}</source>
        <translation>已知真值命中 {hits}，随机 {chance}</translation>
    </message>
    <message>
        <source>deleting cells</source>
        <translation>删除单元格</translation>
    </message>
    <message>
        <source>deleting regions</source>
        <translation>删除区域</translation>
    </message>
    <message>
        <source>{what} {gain:.1f} points worse than random</source>
        <translation>{what}比随机差 {gain:.1f} 分</translation>
    </message>
    <message>
        <source>{what} {gain:.1f} points better than random</source>
        <translation>{what}比随机好 {gain:.1f} 分</translation>
    </message>
    <message>
        <source>{what} {gain:.1f} points better than random, not beyond all draws</source>
        <translation>{what}比随机好 {gain:.1f} 分，未超过全部随机抽取</translation>
    </message>
    <message>
        <source>random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>own mean map</source>
        <translation>自身平均图</translation>
    </message>
    <message>
        <source>time slots</source>
        <translation>时间段</translation>
    </message>
    <message>
        <source>regions</source>
        <translation>区域</translation>
    </message>
</context>
<context>
    <name>Trusting</name>
    <message>
        <source>The tests of trust stopped</source>
        <translation>可信度检验已停止</translation>
    </message>
    <message>
        <source>The question could not be answered</source>
        <translation>该问题无法回答</translation>
    </message>
    <message>
        <source>There is no explained clip yet. Analyse the recording first.</source>
        <translation>尚无已解释的片段。请先分析录像。</translation>
    </message>
    <message>
        <source>Tests run the model again: open {name}, the checkpoint with which this analysis was made.</source>
        <translation>检验要重新运行模型：请打开 {name}，即生成此分析的检查点。</translation>
    </message>
    <message>
        <source>An analysis is running. Tests can begin when it has ended.</source>
        <translation>分析正在运行。结束后才能开始检验。</translation>
    </message>
    <message>
        <source>The cost of tests of trust is not known</source>
        <translation>可信度检验的成本未知</translation>
    </message>
    <message>
        <source>Stopped for something else; finished tests are kept.</source>
        <translation>因其他操作而停止；已完成的检验会保留。</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>Cancelled; finished tests are kept.</source>
        <translation>已取消；已完成的检验会保留。</translation>
    </message>
    <message>
        <source>The stored tests of trust cannot be read</source>
        <translation>无法读取已存储的可信度检验</translation>
    </message>
</context>
<context>
    <name>TwoVideos</name>
    <message>
        <source>Open a second video, of another session or another task, to see it beside this one.</source>
        <translation>打开另一次会话或另一任务的第二个视频，与此视频并排查看。</translation>
    </message>
    <message>
        <source>Known error of the checkpoint: {error}. Light, distance and pose change scores too: a difference between two recordings is not yet a change of the person.</source>
        <translation>检查点的已知误差：{error}。光照、距离和姿态也会改变评分：两个录像之间的差异还不等于人的变化。</translation>
    </message>
    <message>
        <source>Open a checkpoint to see maps and scores.</source>
        <translation>打开检查点以查看图和评分。</translation>
    </message>
    <message>
        <source>Scale: that of the left</source>
        <translation>标尺：用左侧的</translation>
    </message>
    <message>
        <source>Scale: own</source>
        <translation>标尺：各自</translation>
    </message>
    <message>
        <source>Two recordings side by side</source>
        <translation>两个录像并排</translation>
    </message>
    <message>
        <source>Second video…</source>
        <translation>第二个视频…</translation>
    </message>
    <message>
        <source>Open another session of this patient, or any recording, beside this one</source>
        <translation>在旁边打开该患者的另一次会话，或任意录像</translation>
    </message>
    <message>
        <source>Analyse it</source>
        <translation>分析它</translation>
    </message>
    <message>
        <source>Explain every clip of the second recording</source>
        <translation>解释第二个录像的每个片段</translation>
    </message>
    <message>
        <source>Close it</source>
        <translation>关闭它</translation>
    </message>
    <message>
        <source>Close the second recording</source>
        <translation>关闭第二个录像</translation>
    </message>
    <message>
        <source>Colour scale of the right recording</source>
        <translation>右侧录像的颜色标尺</translation>
    </message>
    <message>
        <source>The same network draws both, so its maps can share one scale; the bars state the limits</source>
        <translation>两者由同一网络绘制，因此可共用标尺；颜色条标明界限</translation>
    </message>
    <message>
        <source>Linked</source>
        <translation>联动</translation>
    </message>
    <message>
        <source>The second playhead follows the first, so many seconds apart; time is never stretched</source>
        <translation>第二个播放头以固定秒数跟随第一个；时间不作伸缩</translation>
    </message>
    <message>
        <source>Offset 0</source>
        <translation>偏移归零</translation>
    </message>
    <message>
        <source>Both count from their own beginning</source>
        <translation>两者都从各自的开头计时</translation>
    </message>
    <message>
        <source>Playhead of the second recording</source>
        <translation>第二个录像的播放头</translation>
    </message>
    <message>
        <source>Move the second recording by itself: linked, this sets the offset</source>
        <translation>单独移动第二个录像：联动时即设定偏移</translation>
    </message>
    <message>
        <source>The library cannot be read</source>
        <translation>无法读取会话库</translation>
    </message>
    <message>
        <source>Other sessions of {whose}</source>
        <translation>{whose} 的其他会话</translation>
    </message>
    <message>
        <source>No other session of {whose} in the library</source>
        <translation>会话库中没有 {whose} 的其他会话</translation>
    </message>
    <message>
        <source> · {score} points</source>
        <translation> · {score} 分</translation>
    </message>
    <message>
        <source>Any recording…</source>
        <translation>任意录像…</translation>
    </message>
    <message>
        <source>Open second video</source>
        <translation>打开第二个视频</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>each by itself</source>
        <translation>各自独立</translation>
    </message>
    <message>
        <source>score {score} {band}</source>
        <translation>评分 {score} {band}</translation>
    </message>
    <message>
        <source>as at the left</source>
        <translation>与左侧相同</translation>
    </message>
    <message>
        <source>No face</source>
        <translation>无人脸</translation>
    </message>
    <message>
        <source>{stage}: {done} of {total} {unit}</source>
        <translation>{stage}：{done}/{total} {unit}</translation>
    </message>
    <message>
        <source>no such moment in this recording</source>
        <translation>此录像中没有该时刻</translation>
    </message>
    <message>
        <source>not analysed with the active checkpoint yet</source>
        <translation>尚未用当前检查点分析</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左侧</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>On the time of the left, shifted by {offset}</source>
        <translation>按左侧的时间，偏移 {offset}</translation>
    </message>
    <message>
        <source>Each from its beginning</source>
        <translation>各从开头计时</translation>
    </message>
    <message>
        <source>time (s)</source>
        <translation>时间（秒）</translation>
    </message>
    <message>
        <source>BDI-II points</source>
        <translation>BDI-II 分</translation>
    </message>
    <message>
        <source>No clip is explained yet</source>
        <translation>尚未解释任何片段</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>{name}, clip {number}: {score} points, {band}</source>
        <translation>{name}，片段 {number}：{score} 分，{band}</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Mean {left} and {right}: {difference} points</source>
        <translation>均值 {left} 和 {right}：{difference} 分</translation>
    </message>
    <message>
        <source>{seconds:+.2f} s</source>
        <translation>{seconds:+.2f} 秒</translation>
    </message>
</context>
<context>
    <name>UserMessage</name>
    <message>
        <source>Open video…</source>
        <translation>打开视频…</translation>
    </message>
    <message>
        <source>Open checkpoint…</source>
        <translation>打开检查点…</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Analysis settings…</source>
        <translation>分析设置…</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>偏好设置…</translation>
    </message>
    <message>
        <source>Show the batch</source>
        <translation>显示批处理</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
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
        <translation>
可信程度：演示所用的网络学习合成人脸；在其他人物、
只含一种动作的录像中，Grad-CAM++ 的最大值位于面部运动处的时刻占 33 %（眉）、
25 %（眼睑）和 79 %（口角）；而它对所有录像的均值并不了解面部，
也达到 0、0 和 88 %。梯度 × 与静息人脸的对比（分析 → 其他方法）则为
81、90 和 92 %。其他网络可能不同（resources/checkpoints/README.md）。</translation>
    </message>
    <message>
        <source>Grad-CAM++ times the score, as in the paper (eq. 18): stronger where the score is higher</source>
        <translation>Grad-CAM++ 乘以评分，与论文相同（式 18）：评分越高越强</translation>
    </message>
    <message>
        <source>Grad-CAM++ without the score: where the evidence lies, whatever the score</source>
        <translation>不乘评分的 Grad-CAM++：无论评分如何，证据位于何处</translation>
    </message>
    <message>
        <source>Grad-CAM, for comparison</source>
        <translation>Grad-CAM，用于比较</translation>
    </message>
    <message>
        <source>What each place adds to the raw score or takes from it, in BDI-II points (last stage, not in MDN)</source>
        <translation>每处使原始评分增加或减少的 BDI-II 分（最后一级，MDN 中没有）</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>单帧</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>One scale for the whole recording: frames can be compared</source>
        <translation>整个录像共用一个标尺：各帧可以比较</translation>
    </message>
    <message>
        <source>One scale for each clip</source>
        <translation>每个片段一个标尺</translation>
    </message>
    <message>
        <source>Each frame has its own scale: frames cannot be compared</source>
        <translation>每帧各有标尺：各帧不可比较</translation>
    </message>
    <message>
        <source>Limits of your own</source>
        <translation>自定界限</translation>
    </message>
    <message>
        <source>Inferno</source>
        <translation>Inferno</translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Jet (as in the paper)</source>
        <translation>Jet（与论文相同）</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>量</translation>
    </message>
    <message>
        <source>Colour scale over</source>
        <translation>颜色标尺范围</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Opacity over the face</source>
        <translation>叠加不透明度</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单元格</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Placed</source>
        <translation>放置</translation>
    </message>
    <message>
        <source>Guided backpropagation</source>
        <translation>引导反向传播</translation>
    </message>
    <message>
        <source>Shows</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Colours end at, of the largest value</source>
        <translation>颜色止于最大值的</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Lower limit</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>Upper limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>{name} of the colour scale</source>
        <translation>颜色标尺的{name}</translation>
    </message>
    <message>
        <source>Interpolated</source>
        <translation>插值</translation>
    </message>
    <message>
        <source>Native</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Linear between the centres of cells</source>
        <translation>在单元格中心之间线性插值</translation>
    </message>
    <message>
        <source>Every cell as it is</source>
        <translation>每个单元格原样显示</translation>
    </message>
    <message>
        <source>Placement of cells</source>
        <translation>单元格的放置</translation>
    </message>
    <message>
        <source>At their centres</source>
        <translation>在其中心</translation>
    </message>
    <message>
        <source>Usual resize</source>
        <translation>常规缩放</translation>
    </message>
    <message>
        <source>Where the network&apos;s strides put them</source>
        <translation>位于网络步幅决定的位置</translation>
    </message>
    <message>
        <source>As other people&apos;s figures do; STA-DRN&apos;s maps shift by 15.5 px and 3.5 sampled frames</source>
        <translation>与他人的图相同；STA-DRN 的图会偏移 15.5 像素和 3.5 个采样帧</translation>
    </message>
    <message>
        <source>Guided map</source>
        <translation>引导图</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>Magnitude</source>
        <translation>幅值</translation>
    </message>
    <message>
        <source>Cyan below 0, yellow above, around neutral</source>
        <translation>小于 0 为青色，大于 0 为黄色，中性居中</translation>
    </message>
    <message>
        <source>Largest absolute value</source>
        <translation>最大绝对值</translation>
    </message>
    <message>
        <source>Colours of the guided map end at</source>
        <translation>引导图的颜色止于</translation>
    </message>
    <message>
        <source>Share of the largest value at which the colours end; few pixels reach it</source>
        <translation>颜色终点占最大值的比例；很少像素达到最大值</translation>
    </message>
    <message>
        <source>Show the 68 landmarks</source>
        <translation>显示 68 个关键点</translation>
    </message>
    <message>
        <source>Unit: {unit}</source>
        <translation>单位：{unit}</translation>
    </message>
    <message>
        <source>What the heatmap shows; the key weights it by the score, or not</source>
        <translation>热图显示的量；按键切换是否按评分加权</translation>
    </message>
    <message>
        <source>Over what the limits of the colour scale are taken</source>
        <translation>颜色标尺的界限取自何处</translation>
    </message>
    <message>
        <source>Scale: {text}</source>
        <translation>标尺：{text}</translation>
    </message>
    <message>
        <source>Opacity of the heatmap over the face</source>
        <translation>热图在人脸上的不透明度</translation>
    </message>
</context>
<context>
    <name>Viewing</name>
    <message>
        <source>Frame {frame_index} (at {pts_seconds:.2f} s) cannot be decoded, as the file is damaged there. Such frames are shown as an empty picture; an analysis takes them for frames without a face. Copy the file again from where it was recorded, if you can.</source>
        <translation>第 {frame_index} 帧（{pts_seconds:.2f} 秒处）无法解码，因为文件在该处损坏。此类帧显示为空白画面；分析时视为没有人脸的帧。如有可能，请从录制设备重新复制文件。</translation>
    </message>
    <message>
        <source>{name} is damaged in places</source>
        <translation>{name} 有部分损坏</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <source>{name} was opened, with a warning</source>
        <translation>{name} 已打开，但有警告</translation>
    </message>
</context>
<context>
    <name>WhatIf</name>
    <message>
        <source>Blurred</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Mean colour</source>
        <translation>平均颜色</translation>
    </message>
    <message>
        <source>Each picture blurred there until no feature of a face is left</source>
        <translation>将该处画面模糊，直到看不出面部特征</translation>
    </message>
    <message>
        <source>The clip&apos;s mean colour instead</source>
        <translation>以片段的平均颜色代替</translation>
    </message>
    <message>
        <source>if this part of the face were neutral</source>
        <translation>如果面部的这一部分是中性的</translation>
    </message>
    <message>
        <source>This is how the model behaves with pictures unlike those it has learned from. It says nothing of what the person would be like.</source>
        <translation>这是模型面对与训练数据不同的画面时的表现，不说明此人会是什么样。</translation>
    </message>
    <message>
        <source>So the model behaves; it says nothing of the person.</source>
        <translation>模型的表现如此；这不说明此人的情况。</translation>
    </message>
    <message>
        <source>Left and right are the person&apos;s own.</source>
        <translation>左和右以受试者自身为准。</translation>
    </message>
    <message>
        <source>Made neutral</source>
        <translation>设为中性的部分</translation>
    </message>
    <message>
        <source>What if?</source>
        <translation>假如？</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Part of the face</source>
        <translation>面部的部分</translation>
    </message>
    <message>
        <source>Made neutral by</source>
        <translation>中性化方式</translation>
    </message>
    <message>
        <source>Regions of the face</source>
        <translation>面部区域</translation>
    </message>
    <message>
        <source>Region: {region}</source>
        <translation>区域：{region}</translation>
    </message>
    <message>
        <source>There is no explained clip under the playhead.</source>
        <translation>播放头处没有已解释的片段。</translation>
    </message>
    <message>
        <source>Tests are running. Questions can be asked when they have ended.</source>
        <translation>检验正在运行。结束后才能提问。</translation>
    </message>
    <message>
        <source>Choose one region or several.</source>
        <translation>请选择一个或多个区域。</translation>
    </message>
    <message>
        <source>Cost: 1 pass{time}, plus reading.</source>
        <translation>成本：1 次计算{time}，另加读取。</translation>
    </message>
    <message>
        <source>Time: choose a place with an explained clip.</source>
        <translation>时间：请选择有已解释片段的位置。</translation>
    </message>
    <message>
        <source>clip {number}, frames {first} to {last}</source>
        <translation>片段 {number}，第 {first} 至 {last} 帧</translation>
    </message>
    <message>
        <source>Time: {frames}, the selected range within {whole}.</source>
        <translation>时间：{frames}，即{whole}内的所选区间。</translation>
    </message>
    <message>
        <source>Time: all of {whole}. The selected range lies outside it.</source>
        <translation>时间：{whole}的全部。所选区间在其之外。</translation>
    </message>
    <message>
        <source>Time: all of {whole}. A range (menu Range) selects a part of it.</source>
        <translation>时间：{whole}的全部。选择区间（菜单“区间”）可取其中一部分。</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>{stage}…</source>
        <translation>{stage}…</translation>
    </message>
    <message>
        <source>The model&apos;s answers</source>
        <translation>模型的回答</translation>
    </message>
    <message>
        <source>clip {number}</source>
        <translation>片段 {number}</translation>
    </message>
    <message>
        <source>{parts}; {time}; {how}; {share} of the clip&apos;s pixels.</source>
        <translation>{parts}；{time}；{how}；占片段像素的 {share}。</translation>
    </message>
    <message>
        <source>A score below 0 is shown as 0; before that: {raw}.</source>
        <translation>低于 0 的评分显示为 0；此前为：{raw}。</translation>
    </message>
    <message>
        <source>{before} → {after} points</source>
        <translation>{before} → {after} 分</translation>
    </message>
    <message>
        <source>{number} points</source>
        <translation>{number} 分</translation>
    </message>
    <message>
        <source>frames {first} to {last}</source>
        <translation>第 {first} 至 {last} 帧</translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
    <message>
        <source>Open video</source>
        <translation>打开视频</translation>
    </message>
    <message>
        <source>Open checkpoint</source>
        <translation>打开检查点</translation>
    </message>
    <message>
        <source>Open folder of images</source>
        <translation>打开图像文件夹</translation>
    </message>
    <message>
        <source>Open stored analysis</source>
        <translation>打开已存储的分析</translation>
    </message>
    <message>
        <source>The batch in {folder} can go on where it was.</source>
        <translation>{folder} 中的批处理可从原处继续。</translation>
    </message>
    <message>
        <source>A batch was not finished</source>
        <translation>有一个批处理未完成</translation>
    </message>
    <message>
        <source>The list of analyses says why some failed, and what to do.</source>
        <translation>分析列表说明了失败的原因和处理办法。</translation>
    </message>
    <message>
        <source>Open each analysis from the list, or from the session library.</source>
        <translation>可从列表或会话库打开每份分析。</translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>{name} cannot be opened</source>
        <translation>无法打开 {name}</translation>
    </message>
    <message>
        <source>The stored analysis cannot be opened</source>
        <translation>无法打开已存储的分析</translation>
    </message>
    <message>
        <source>Analyses cannot be compared</source>
        <translation>无法比较分析</translation>
    </message>
    <message>
        <source>Frame {frame_index} cannot be shown</source>
        <translation>无法显示第 {frame_index} 帧</translation>
    </message>
    <message>
        <source>The analysis cannot be read</source>
        <translation>无法读取分析</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>操作未成功</translation>
    </message>
    <message>
        <source>{type}: {error}. This is a fault of the program; its log has the details. Your files and results are as they were.</source>
        <translation>{type}：{error}。这是程序的错误；详情见日志。您的文件和结果没有变化。</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>{name} cannot be loaded</source>
        <translation>无法载入 {name}</translation>
    </message>
    <message>
        <source>Loading {name}…</source>
        <translation>正在载入 {name}…</translation>
    </message>
    <message>
        <source>{name} cannot be opened</source>
        <translation>无法打开 {name}</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <source>The demo cannot be opened</source>
        <translation>无法打开演示</translation>
    </message>
    <message>
        <source>Preparing the demo…</source>
        <translation>正在准备演示…</translation>
    </message>
    <message>
        <source>The engine cannot be loaded</source>
        <translation>无法载入计算引擎</translation>
    </message>
    <message>
        <source>{name} is not where it was</source>
        <translation>{name} 不在原来的位置</translation>
    </message>
    <message>
        <source>What is stored is shown. To compute more, open the checkpoint.</source>
        <translation>显示已保存的内容。要继续计算，请打开检查点。</translation>
    </message>
    <message>
        <source>The face at this place in frame {playhead} is followed. Analyse to see its map.</source>
        <translation>将跟随第 {playhead} 帧此处的人脸。分析后可看到它的图。</translation>
    </message>
    <message>
        <source>Another face is followed</source>
        <translation>改为跟随另一张人脸</translation>
    </message>
    <message>
        <source>An analysis needs a video and a checkpoint. Open a video first.</source>
        <translation>分析需要视频和检查点。请先打开视频。</translation>
    </message>
    <message>
        <source>An analysis needs a video and a checkpoint. Open a checkpoint first.</source>
        <translation>分析需要视频和检查点。请先打开检查点。</translation>
    </message>
    <message>
        <source>Nothing to analyse yet</source>
        <translation>尚无可分析的内容</translation>
    </message>
    <message>
        <source>Stored analyses cannot be looked through</source>
        <translation>无法查找已存储的分析</translation>
    </message>
    <message>
        <source>Looking for a stored analysis…</source>
        <translation>正在查找已存储的分析…</translation>
    </message>
    <message>
        <source>Too few frames with a face were found for any clip. Pick the face by hand, or use another stretch of video.</source>
        <translation>有人脸的帧太少，不足以构成任何片段。请手动选择人脸，或使用视频的另一段。</translation>
    </message>
    <message>
        <source>No clip could be explained</source>
        <translation>没有片段可以解释</translation>
    </message>
</context>
</TS>
