// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/line_search.h"

#include <QElapsedTimer>

#include <utility>

namespace studio {

namespace {

constexpr qint64 pieceMs = 100; ///< between two pieces
constexpr qint64 linesPerCheck = 256;

} // namespace

void searchLines(QPromise<QList<AnswerMatch>> &promise, const std::shared_ptr<const LineText> &text,
                 const QRegularExpression &expression)
{
    QList<AnswerMatch> piece;
    qsizetype total = 0;
    bool isFirst = true;
    QElapsedTimer clock;
    clock.start();
    for (qint64 line = 0; line < text->lineCount() && total < maxLineMatches; ++line) {
        if (line % linesPerCheck == 0) {
            if (promise.isCanceled()) {
                return;
            }
            if (!piece.isEmpty() && (std::exchange(isFirst, false) || clock.elapsed() > pieceMs)) {
                promise.addResult(std::exchange(piece, {}));
                clock.restart();
            }
        }
        const QString words = text->text(line);
        for (auto found = expression.globalMatch(words); found.hasNext() && total < maxLineMatches;) {
            const auto match = found.next();
            if (match.capturedLength() > 0) {
                piece.append({.line = line, .start = match.capturedStart(), .length = match.capturedLength()});
                ++total;
            }
        }
    }
    if (!piece.isEmpty()) {
        promise.addResult(std::move(piece));
    }
}

} // namespace studio
