// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/text_change.h"
#include "ui/editor/editor_format.h"
#include "ui/editor/scintilla.h"
#include "ui/editor/text_matches.h"

#include <QPointer>

#include <array>
#include <functional>

namespace studio {

class ScrollMarks;
class SyntaxColours;
class SyntaxLexer;
class Syntaxes;
class TextChanges;
class TypingAssist;
class UndoCarets;

/// A text editor for code. Main thread.
class CodeEditor final : public QsciScintilla
{
    Q_OBJECT

public:
    // Marks of an editor's helpers; where a text has two views, each has its own: ownMarker(), ownIndicator().
    static constexpr int fixMarker = 5;
    static constexpr int refactoringMarker = 6;
    static constexpr int secondFixMarker = 7;
    static constexpr int secondRefactoringMarker = 8;
    static constexpr int secondLinkIndicator = 23;
    static constexpr int linkIndicator = 24;

    /// `syntaxes` must outlive it.
    CodeEditor(Syntaxes *syntaxes, const QString &fileName, QWidget *parent = nullptr);
    ~CodeEditor() override;

    /// Another view of the same text: one history, one state of being modified, one format(), the same problems; a
    /// caret, a scroll position, folds, matches and marked occurrences of its own. Of a text there are two at most: of
    /// one that is the second itself, or has one, it is null. The caller owns it; it goes with this one at the latest.
    [[nodiscard]] CodeEditor *makeSecondView();
    /// A second view shows an empty text from now on, and another one may be made. For one that is deleted later.
    void leaveText();
    [[nodiscard]] bool isSecondView() const { return !m_main.isNull(); }
    [[nodiscard]] CodeEditor *mainView() { return m_main ? m_main.data() : this; } ///< which has what the text has once
    [[nodiscard]] CodeEditor *otherView() const;                                   ///< null where there is none
    [[nodiscard]] UndoCarets *undoCarets() const { return m_main ? m_main->m_undoCarets : m_undoCarets; }
    /// Shows what `other` shows of the text: its caret, selection, folds and scroll position.
    void takePlaceOf(const CodeEditor &other);
    /// Indicators and markers are the text's, so both views have them. What is about one view alone has two numbers:
    /// the one of this view is returned, and the other is not drawn here.
    [[nodiscard]] int ownIndicator(int ofMain, int ofSecond);
    [[nodiscard]] int ownMarker(int ofMain, int ofSecond);
    [[nodiscard]] SyntaxLexer *syntax() const { return m_lexer; } ///< one for both views

    /// Which language it is, by the name's end; also what a screen reader says.
    void setFileName(const QString &name);
    /// The text that is on disk, while there is none yet: no change that is told of, and none that can be undone.
    void loadText(const QByteArray &utf8);
    /// How its file is indented and written.
    [[nodiscard]] EditorFormat &format() { return m_main ? m_main->m_format : m_format; }
    [[nodiscard]] const EditorFormat &format() const { return m_main ? m_main->m_format : m_format; }
    void setCodeFont(const QFont &font);  ///< monospaceFont() at first
    [[nodiscard]] QFont codeFont() const; ///< as it is drawn, with the zoom
    /// The name of an installed theme; empty for the one of our own that goes with the window.
    void setSyntaxTheme(const QString &name);
    void setShowsLineNumbers(bool isShown); ///< at first they are
    /// Line from 1; column from 1, 0 for the line's first word. One past the end is the end.
    void goTo(int line, int column);
    void goTo(TextPlace place);
    /// Underlines a place in both views; `isError` says in which colour, and with which mark in the margin.
    void markProblem(int line, int column, int endLine, int endColumn, bool isError, const QString &message);
    void clearProblems();
    struct Problem
    {
        QString message; ///< empty for none
        bool isError = false;
    };
    [[nodiscard]] bool hasProblems() const { return !problems().isEmpty(); }
    [[nodiscard]] Problem problemOfLine(int line) const; ///< the worst, the first of these; from 0
    /// What a search found, all of it. Offsets in bytes.
    void markMatches(const QList<TextMatch> &matches);
    void markCurrentMatch(const TextMatch &match); ///< the one that was gone to; an empty one for none
    [[nodiscard]] const ScrollMarks *scrollMarks() const { return m_scrollMarks; }
    /// Of the lines of the selection. Nothing, where the language has no comment up to the line's end.
    void toggleComment();
    // Positions count bytes of the text; -1 is none.
    [[nodiscard]] int positionAt(const QPoint &point) const;    ///< of the character there, in the viewport
    [[nodiscard]] int positionAt(TextPlace place) const;        ///< one outside of the text is moved into it
    [[nodiscard]] QRect marginArea(int margin, int line) const; ///< beside the first row of a line, in the viewport
    [[nodiscard]] int rowAt(int y) const;                       ///< of the line there, in the viewport; from 0
    [[nodiscard]] TextPlace placeOf(int position) const;
    [[nodiscard]] int caretPosition() const;
    [[nodiscard]] std::pair<int, int> wordAt(int position) const; ///< begin and end; the same where there is none
    [[nodiscard]] QRect areaOf(int from, int to) const;           ///< of a part of a line, in this widget
    [[nodiscard]] QString problemAt(int position) const;          ///< its message
    /// Shows `header`, which it owns from now on, above the text.
    void setHeader(QWidget *header);
    [[nodiscard]] QByteArray bytesAt(int position, int length) const;
    using QsciScintilla::text; ///< of a line, of a part
    /// The whole text. QsciScintilla's copies it a byte at a time: of 50 MB it takes 200 ms, this 40.
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool holds(QByteArrayView utf8) const; ///< this text, and no copy is made to know it
    /// changed() is emitted when the event is handled that made a change. Who cannot wait so long, calls this.
    void flushChanges();
    /// Replaces everything as one step of undo, and keeps the caret where it was.
    void replaceText(const QString &text);
    /// Whether the text may be another than the one that counts as saved.
    [[nodiscard]] bool isModified() const
    {
        return QsciScintilla::isModified() || (m_main ? m_main : this)->m_isSavedStateGone;
    }
    /// False: the text as it is now counts as saved. True: no state of the history does any more, also not the one that
    /// did; undo does not come back to it.
    void setModified(bool isModified) override;
    void setReadOnly(bool isReadOnly) override; ///< both views
    void undo() override;
    void redo() override;

Q_SIGNALS:
    void fileNameChanged(); ///< also where it is the same one again
    void changeBegun();     ///< before each edit: an answer to what was asked of the text is outdated from here on
    void changed(const studio::TextChange &change); ///< each edit, in bytes; undo, redo and new texts too
    /// The text was drawn in `area` of the viewport: something may be drawn over it.
    void painted(QPainter *painter, const QRect &area);

protected:
    void changeEvent(QEvent *event) override;
    void childEvent(QChildEvent *event) override;
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;

private:
    static constexpr int errorMarker = 1;
    static constexpr int warningMarker = 2;
    static constexpr int errorIndicator = 8;
    static constexpr int warningIndicator = 9;
    static constexpr int matchIndicator = 10;
    static constexpr int currentMatchIndicator = 11;
    static constexpr int secondMatchIndicator = 12;
    static constexpr int secondCurrentMatchIndicator = 13;

    CodeEditor(Syntaxes *syntaxes, const QString &fileName, CodeEditor *main, QWidget *parent);
    void setUpLook();
    void fitNumbers();
    void setUpText();
    void showTextOf(CodeEditor *main);
    void clearOwnMarks();
    void keepPlaceDuring(const std::function<void()> &change);
    void updateLanguage();
    [[nodiscard]] std::array<QByteArrayView, 2> parts() const; ///< until the text changes
    void updateProblems();
    [[nodiscard]] const QStringList &problems() const { return m_main ? m_main->m_problems : m_problems; }
    void fillIndicator(int indicator, const TextMatch &range);
    void clearIndicator(int indicator, const TextMatch &range);
    void applyTheme();
    void setBaseColours(const SyntaxColours &colours);
    /// In bytes. Row and column from 0; a column past the end of its line is that end.
    [[nodiscard]] int positionOf(int row, int column) const;
    [[nodiscard]] bool isOverMargin(const QPoint &point) const;
    void insertMark(const QString &mark, int row, int column);

    bool m_isPlain = false; ///< the text is longer than maxLanguageBytes
    Syntaxes *m_syntaxes;
    QPointer<CodeEditor> m_main;   ///< that this is the second view of
    QPointer<CodeEditor> m_second; ///< view of the text
    int m_matchIndicator = 0;
    int m_currentMatchIndicator = 0;
    TextChanges *m_changes;
    SyntaxLexer *m_lexer;
    TypingAssist *m_typing;
    UndoCarets *m_undoCarets = nullptr; ///< of the main view; null in the second
    ScrollMarks *m_scrollMarks;
    TextMatch m_currentMatch;        ///< as it was marked
    QList<int> m_ownIndicators;      ///< those that ownIndicator() returned …
    QList<int> m_ownMarkers;         ///< … and ownMarker()
    bool m_isSavedStateGone = false; ///< Scintilla's is not what is on the disk; of the main view
    EditorFormat m_format{this};
    QFont m_font;
    QString m_syntaxTheme;
    QPointer<QWidget> m_header;
    QStringList m_problems; ///< an indicator's value is the number of its problem, from 1, and moves with the text
    bool m_applying = false;
    bool m_showsNumbers = true;
};

} // namespace studio
