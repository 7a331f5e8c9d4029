// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/lsp/rpc_connection.h"
#include "ui/editor/scintilla.h"

#include <QPointer>
#include <QTimer>

namespace studio {

class CodeEditor;
class LanguageFeatures;

/// A place where a name is read or written. In bytes. A plain value.
struct Occurrence
{
    long from = 0;
    long to = 0;
    bool isWrite = false;

    bool operator==(const Occurrence &) const = default;
};

/// Marks the occurrences of the name at the caret, as far as they are near what is visible, and tells the lines of all
/// of them, up to 5,000. They are those that the language server finds, each as one that reads or that writes; where
/// it finds none, as in a comment, or there is none, those of the same word. Marks stay as they are while the caret is
/// at one of them. Main thread.
class OccurrenceMarks final : public QObject
{
    Q_OBJECT

public:
    static constexpr int indicator = 21;
    static constexpr int secondIndicator = 22; ///< of the second view of a text
    static constexpr int writeIndicator = 18;
    static constexpr int secondWriteIndicator = 19;

    explicit OccurrenceMarks(CodeEditor *editor); ///< which owns it

    void setFeatures(LanguageFeatures *features); ///< whose server is asked; it outlives this
    /// For the caret to rest, or for an answer.
    [[nodiscard]] bool isWaiting() const { return m_timer.isActive() || m_call.isRunning(); }

Q_SIGNALS:
    void marked(const QList<int> &lines); ///< from 0; none where there is no word

private:
    struct Span
    {
        long from;
        long to;
    };

    void followCaret();
    void noteEdit();
    void mark();
    void ask(const QByteArray &name);
    void show(const QList<Occurrence> &found);
    void draw();
    [[nodiscard]] bool isAtMark() const;
    [[nodiscard]] QList<Occurrence> sameWords(const QByteArray &name) const;
    [[nodiscard]] QList<Occurrence> placesOf(const lsp::DocumentHighlights &highlights) const;
    [[nodiscard]] QByteArrayView wholeText() const; ///< until it changes
    [[nodiscard]] Span drawnSpan() const;
    [[nodiscard]] QByteArray wordAtCaret() const;

    CodeEditor *m_editor;
    QPointer<LanguageFeatures> m_features;
    int m_readIndicator;
    int m_writeIndicator;
    QTimer m_timer; ///< until the caret rests
    RpcCall m_call;
    QList<Occurrence> m_found;
    bool m_isOutdated = false; ///< `m_found` is about another text; the marks have moved with it
};

} // namespace studio
