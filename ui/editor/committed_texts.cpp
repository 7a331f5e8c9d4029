// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/committed_texts.h"

#include "core/base/lifetime.h"
#include "core/git/committed_file.h"
#include "core/git/line_changes.h"
#include "core/workspace/text_encoding.h"
#include "ui/editor/change_marks.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"

namespace studio {

namespace {

/// As readDocument() does. `encoding` is that of the file in the folder: the commit may have another one.
std::optional<QByteArray> decodeCommitted(const QByteArray &bytes, TextEncoding encoding)
{
    for (const TextEncoding one : {encodingOfMark(bytes), encoding}) {
        if (const auto text = decodeText(bytes, one)) {
            return git::withPlainLineEnds(*text);
        }
    }
    return std::nullopt;
}

} // namespace

CommittedTexts::CommittedTexts(EditorTabs *tabs) : QObject(tabs), m_tabs(tabs)
{
    connect(&m_watcher, &git::HeadWatcher::changed, this, &CommittedTexts::outdated);
}

void CommittedTexts::add(CodeEditor *editor)
{
    new ChangeMarks(editor, this);
}

Task<std::optional<QByteArray>> CommittedTexts::read(const CodeEditor *editor)
{
    const TextEncoding encoding = editor->format().encoding().encoding;
    const QString path = EditorTabs::pathOf(editor);
    auto read = co_await whileAlive(this, git::readCommitted(path));
    if (read && m_watcher.watch(read->watched)) {
        read = co_await whileAlive(this, git::readCommitted(path)); // a commit came before the watch, perhaps
    }
    if (!read) {
        co_return std::unexpected(read.error());
    }
    if (!read->bytes) {
        co_return std::nullopt;
    }
    co_return co_await whileAlive(this,
                                  onWorker([bytes = *read->bytes, encoding]() -> Result<std::optional<QByteArray>> {
                                      return decodeCommitted(bytes, encoding);
                                  }));
}

} // namespace studio
