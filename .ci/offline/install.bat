@echo off
rem install.bat [folder of documents] [--host 0.0.0.0] [--port 8000]
rem Finds a Python that the archive has packages for; install.py does the rest.
rem Plain ASCII: a console of any code page reads it.
setlocal
set PYTHONUTF8=1
chcp 65001 >nul
for /f "usebackq" %%v in ("%~dp0pythons.txt") do (
  py -%%v -c "" >nul 2>nul && (
    py -%%v "%~dp0install.py" %*
    goto :done
  )
)
echo Python was not found. Install 64-bit Python of one of these versions, with the py launcher: 1>&2
type "%~dp0pythons.txt" 1>&2
exit /b 1
:done
exit /b %errorlevel%
