// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/find_target.h"
#include "ui/invoke/json_text.h"

#include <QBasicTimer>
#include <QPlainTextEdit>
#include <QTextLayout>

namespace studio {

/// Plain text in the code font, coloured as JSON. Colours a line when it is first painted and takes long text in
/// slices, so neither a keystroke nor a megabyte holds up the window. Main thread.
class CodeView : public QPlainTextEdit, public FindTarget
{
    Q_OBJECT

public:
    explicit CodeView(QWidget *parent = nullptr);

    void setColored(bool on);              ///< off for text that is not JSON
    void setLongText(const QString &text); ///< replaces what is shown; the first screen at once, the rest in slices
    [[nodiscard]] bool isComplete() const { return m_rest.isEmpty(); } ///< all slices are shown

    // The lines are the blocks.
    [[nodiscard]] std::shared_ptr<const LineText> lineText() const override;
    void markMatches(const QList<AnswerMatch> &matches) override;
    void selectMatch(const AnswerMatch &match) override;
    [[nodiscard]] LinePlace findStart() const override;
    [[nodiscard]] QString selectionToFind() const override;

Q_SIGNALS:
    void completed();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    /// The tokens of a block, for its colours.
    [[nodiscard]] virtual QList<JsonToken> tokensOf(const QTextBlock &block) const;
    /// Whether the block is a line that takes long to break at words.
    [[nodiscard]] virtual bool isLong(const QTextBlock &block) const;

private:
    void appendSlice();
    void colorVisible();
    void color(QTextBlock &block) const;
    void chooseWrap(int position, int removed, int added);
    void measureFont();
    void forgetColors();

    void appendMarks(const QTextBlock &block, QList<QTextLayout::FormatRange> &ranges) const;

    QString m_rest;
    QList<AnswerMatch> m_matches;
    QBasicTimer m_slice;
    int m_generation = 1; ///< of the colours; a block of another one is coloured again
    bool m_colored = true;
};

} // namespace studio
