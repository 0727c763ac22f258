FROM python:3.13-slim-bookworm
WORKDIR /srv/perfgoals
ENV PYTHONUNBUFFERED=1

COPY scripts/native_parts.py scripts/
RUN python scripts/native_parts.py --run-only && rm -rf /var/lib/apt/lists/*

COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY manage.py .
COPY fixtures fixtures
COPY perfgoals perfgoals
COPY static static
COPY templates templates

RUN useradd --system --create-home perfgoals && install --directory --owner=perfgoals /var/lib/perfgoals
USER perfgoals
EXPOSE 8000
CMD ["sh", "-c", "python manage.py migrate --noinput && exec gunicorn perfgoals.wsgi --bind 0.0.0.0:8000 --workers 2 --no-control-socket"]
