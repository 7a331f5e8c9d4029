// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QString>
#include <QtPlugin>

#include <memory>

class QSyntaxHighlighter;
class QTextDocument;
class QThread;

namespace studio {

/// How a word is drawn.
struct TextStyle
{
    QColor color;
    bool isBold = false;
    bool isItalic = false;
    bool isUnderlined = false;

    bool operator==(const TextStyle &) const = default;
};

/// Where in a line of code something is.
enum class TextKind : char { Code, String, Comment };

/// A class of text that a language's definition tells apart, such as "Keyword". A plain value.
struct SyntaxFormat
{
    int id = 0; ///< among all languages of one Syntaxes
    QString name;
    TextKind kind = TextKind::Code;
};

/// A part of a line and its format's id. In UTF-16 units.
struct FormattedPart
{
    int from = 0;
    int length = 0;
    int format = 0;

    bool operator==(const FormattedPart &) const = default;
};

/// A colour of an editor that is not a text's.
enum class EditorColor {
    Background,
    IconBorder,
    LineNumbers,
    CurrentLine,
    Selection,
    Brackets,
    Indentation,
    Separator
};

/// A file of colours. Immutable; its Syntaxes must outlive it.
class SyntaxTheme
{
public:
    virtual ~SyntaxTheme() = default;
    Q_DISABLE_COPY_MOVE(SyntaxTheme)

    [[nodiscard]] virtual QString name() const = 0;
    [[nodiscard]] virtual QColor color(EditorColor role) const = 0;
    [[nodiscard]] virtual QColor text() const = 0; ///< of what has no format
    /// Invalid colour: that of the text.
    [[nodiscard]] virtual TextStyle style(int format) const = 0;
    /// Of all formats of this kind, where a definition gives `format` another one.
    [[nodiscard]] virtual QColor usualColor(int format) const = 0;

protected:
    SyntaxTheme() = default;
};

/// Finds the formats in the lines of one text. The state at the end of each line is kept, so that a change costs the
/// lines up to where it is as before. Lines count from 0. Main thread.
class LineHighlighter
{
public:
    /// In UTF-16 units. A longer line (of a minified file) has no formats, and ends in the state it begins in.
    static constexpr qsizetype maxLineLength = 4'000;

    virtual ~LineHighlighter() = default;
    Q_DISABLE_COPY_MOVE(LineHighlighter)

    [[nodiscard]] virtual QString language() const = 0; ///< such as "Rust"; empty for plain text
    /// What begins a comment up to the line's end; empty where the language has none.
    [[nodiscard]] virtual QString commentMark() const = 0;

    [[nodiscard]] virtual int knownLines() const = 0; ///< from the first on: lines whose end's state is kept
    virtual void forgetLinesFrom(int line) = 0;
    /// `line` is at most knownLines(), and then known. True where its end's state was kept and was another one.
    virtual bool highlight(int line, const QString &text, QList<FormattedPart> &parts) = 0;
    /// The formats of a text that begins a line; keeps nothing. The line before is known.
    [[nodiscard]] virtual QList<FormattedPart> formatsOf(int line, const QString &text) const = 0;

protected:
    LineHighlighter() = default;
};

/// The definitions of languages, and the themes. Belongs to one thread, and must outlive what it makes.
class Syntaxes
{
public:
    virtual ~Syntaxes() = default;
    Q_DISABLE_COPY_MOVE(Syntaxes)

    [[nodiscard]] virtual std::unique_ptr<LineHighlighter> highlighterFor(const QString &fileName) = 0;
    /// Colours a document while it lives, which owns nothing of it. `theme` is one of this.
    [[nodiscard]] virtual std::unique_ptr<QSyntaxHighlighter>
    highlightDocument(QTextDocument *document, const QString &fileName, const SyntaxTheme &theme) = 0;
    [[nodiscard]] virtual SyntaxFormat format(int id) const = 0; ///< that a highlighter has told
    [[nodiscard]] virtual QList<SyntaxFormat> formatsOf(const QString &language) = 0;
    [[nodiscard]] virtual QStringList themeNames() const = 0;
    [[nodiscard]] virtual std::shared_ptr<const SyntaxTheme> theme(const QString &name) const = 0; ///< null: none

protected:
    Syntaxes() = default;
};

/// What a plugin offers. The library behind it needs forty others, and loading those takes 11 ms of a start: so a
/// worker loads it while the window is being built.
class SyntaxesFactory
{
public:
    virtual ~SyntaxesFactory() = default;
    /// Reads the index of definitions and themes, on any thread, for the use in `home`.
    [[nodiscard]] virtual std::shared_ptr<Syntaxes> read(QThread *home) const = 0;
};

} // namespace studio

Q_DECLARE_INTERFACE(studio::SyntaxesFactory, "dev.ignite.studio.SyntaxesFactory/1")
