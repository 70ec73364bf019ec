' Opens book.xlsx, enters what orders.txt says, and writes to answer.txt what every cell shows at
' first, and when an order says "look" which cells show something else or, before anything is kept, an error.
'
' Fields are parted by tabs and count from 0; in a text Chr(30) is a new line. Orders: "enter, sheet's name, column, row, kind, value";
' "look, step, trial", after which a trial that moved a cell is settled, and if "sheet's name, column, row" of a formula follow, nothing
' is looked at but that cell where it shows what it did; "keep": what is shown now is what looks compare with from here on; "calculate": all of it; "unless, trial, orders": so many orders are passed over where it is settled;
' "save" leaves saved.xlsx.
' Answers: "step, sheet's number, column, row, kind, value"; step -1 is the start.

Sub Main(folder)
  On Error GoTo Failed
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  orders = CreateUnoService("com.sun.star.io.TextInputStream")
  orders.setInputStream(files.openFileRead(folder & "/orders.txt"))
  orders.setEncoding("UTF-8")
  answer = CreateUnoService("com.sun.star.io.TextOutputStream")
  answer.setOutputStream(files.openFileWrite(folder & "/unfinished.txt"))
  answer.setEncoding("UTF-8")
  book = StarDesktop.loadComponentFromURL(folder & "/book.xlsx", "_blank", 0, hidden())
  last = book.Sheets.Count - 1
  book.addActionLock()
  Dim before(last)
  For number = 0 To last
    before(number) = Shown(book.Sheets.getByIndex(number))
    TellMoved(answer, -1, number, before(number), Array())
  Next
  settled = "|"
  Do While Not orders.isEOF()
    fields = Split(orders.readLine(), Chr(9))
    If fields(0) = "enter" Then
      Enter(book.Sheets.getByName(fields(1)).getCellByPosition(fields(2), fields(3)), fields(4), fields(5))
    ElseIf fields(0) = "calculate" Then
      book.calculateAll()
    ElseIf fields(0) = "look" Then
      moved = False
      If Not ShowsTheSame(book, fields, before) Then
        For number = 0 To last
          If MayHaveMoved(book, last, number) Then
            If TellMoved(answer, fields(1), number, Shown(book.Sheets.getByIndex(number)), before(number)) Then moved = True
            If Not IsCopied(book, last) Then TellErrors(answer, fields(1), number, book.Sheets.getByIndex(number))
          End If
        Next
      End If
      If moved Then settled = settled & fields(2) & "|"
    ElseIf fields(0) = "keep" Then
      For number = 0 To last
        before(number) = Shown(book.Sheets.getByIndex(number))
      Next
      Copy(book, last, before)
    ElseIf fields(0) = "unless" Then
      If InStr(settled, "|" & fields(1) & "|") > 0 Then
        For passed = 1 To CInt(fields(2))
          orders.readLine()
        Next
      End If
    ElseIf fields(0) = "save" Then
      book.removeActionLock()
      book.calculateAll()
      Dim kind(0) As New com.sun.star.beans.PropertyValue
      kind(0).Name = "FilterName"
      kind(0).Value = "Calc MS Excel 2007 XML"
      book.storeToURL(folder & "/saved.xlsx", kind())
    End If
  Loop
  answer.closeOutput()
  book.close(True)
  files.move(folder & "/unfinished.txt", folder & "/answer.txt")
  Exit Sub
Failed:
  note = FreeFile
  Open ConvertFromUrl(folder & "/failed.txt") For Output As #note
  Print #note, "line " & Erl & ": " & Error
  Close #note
  StarDesktop.terminate()
End Sub

Function Shown(sheet)
  cursor = sheet.createCursor()
  cursor.gotoEndOfUsedArea(False)
  used = cursor.RangeAddress
  Shown = sheet.getCellRangeByPosition(0, 0, used.EndColumn, used.EndRow).getDataArray()
End Function

' After the sheets come their copies, and a sheet that counts for each how many cells differ from its copy: LibreOffice
' counts a hundred times faster than this macro looks. An empty cell equals 0, so kinds are compared as well.
Sub Copy(book, last, before)
  sheets = book.Sheets
  If Not IsCopied(book, last) Then
    For number = 0 To last
      sheets.insertNewByName("Copy " & number, sheets.Count)
    Next
    sheets.insertNewByName("Counts", sheets.Count)
  End If
  For number = 0 To last
    area = sheets.getByIndex(last + 1 + number).getCellRangeByPosition(0, 0, UBound(before(number)(0)), UBound(before(number)))
    area.setDataArray(before(number))
    here = Mid(area.AbsoluteName, InStr(area.AbsoluteName, ".") + 1)
    there = "$'" & sheets.getByIndex(number).Name & "'." & here
    here = area.AbsoluteName
    differ = "(" & there & "<>" & here & ")+(ISNUMBER(" & there & ")<>ISNUMBER(" & here & "))"
    sheets.getByName("Counts").getCellByPosition(0, number).setFormula("=SUMPRODUCT(" & differ & ")")
  Next
End Sub

' A formula that shows what another showed there moves nothing else, and LibreOffice calculates no more than is asked of it.
Function ShowsTheSame(book, fields, before)
  ShowsTheSame = False
  If UBound(fields) < 5 Then Exit Function
  found = book.Sheets.getByName(fields(3)).getCellByPosition(fields(4), fields(5))
  If found.getError() <> 0 Then Exit Function
  rows = before(found.CellAddress.Sheet)
  If found.CellAddress.Row > UBound(rows) Then Exit Function
  If found.CellAddress.Column > UBound(rows(found.CellAddress.Row)) Then Exit Function
  now_ = found.getDataArray()
  old = rows(found.CellAddress.Row)(found.CellAddress.Column)
  If VarType(now_(0)(0)) = VarType(old) Then ShowsTheSame = (now_(0)(0) = old)
End Function

Function IsCopied(book, last)
  IsCopied = book.Sheets.Count > last + 1
End Function

Function MayHaveMoved(book, last, number)
  MayHaveMoved = True
  If IsCopied(book, last) Then
    found = book.Sheets.getByName("Counts").getCellByPosition(0, number)
    If found.getError() = 0 And found.getValue() = 0 Then MayHaveMoved = False
  End If
End Function

Sub Enter(cell, kind, value)
  If kind = "number" Then
    cell.setValue(Val(value))
  ElseIf kind = "formula" Then
    cell.setFormula(value)
  Else
    cell.setString(Join(Split(value, Chr(30)), Chr(10)))
  End If
End Sub

Function TellMoved(answer, step_, number, now_, before)
  TellMoved = False
  For row = 0 To UBound(now_)
    cells = now_(row)
    old = Array()
    If row <= UBound(before) Then old = before(row)
    ' Rows that look the same are passed over at once: one cell at a time is slow.
    If Join(cells, Chr(9)) <> Join(old, Chr(9)) Then
      For column = 0 To UBound(cells)
        place = step_ & Chr(9) & number & Chr(9) & column & Chr(9) & row & Chr(9)
        If column > UBound(old) Then
          Tell(answer, place, cells(column))
        ElseIf VarType(cells(column)) <> VarType(old(column)) Then
          Tell(answer, place, cells(column))
        ElseIf cells(column) <> old(column) Then
          Tell(answer, place, cells(column))
        End If
      Next
      TellMoved = True
    End If
  Next
End Function

Sub TellErrors(answer, step_, number, sheet)
  wrong = sheet.queryFormulaCells(com.sun.star.sheet.FormulaResult.ERROR).Cells.createEnumeration()
  Do While wrong.hasMoreElements()
    address = wrong.nextElement().CellAddress
    place = step_ & Chr(9) & number & Chr(9) & address.Column & Chr(9) & address.Row & Chr(9)
    answer.writeString(place & "error" & Chr(9) & Chr(10))
  Loop
End Sub

Sub Tell(answer, place, value)
  If VarType(value) = 5 Then
    answer.writeString(place & "number" & Chr(9) & value & Chr(10))
  ElseIf VarType(value) = 8 Then
    answer.writeString(place & "text" & Chr(9) & Join(Split(value, Chr(10)), " ") & Chr(10))
  Else
    answer.writeString(place & "error" & Chr(9) & Chr(10))
  End If
End Sub
